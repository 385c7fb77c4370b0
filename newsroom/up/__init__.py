"""The plant: an embedded database, broker and cache, and the processes of the site. The standard library alone.

It sets DATABASE_URL, REDIS_URL, CACHE_URL, SECRET_KEY, MEDIA_ROOT, SITE_URL and DEMO where they are unset, nothing else.

What lies in the data directory (`--data-dir`, by default `var`):

    lock, visitors   who runs servers here, and who uses them (advisory locks, gone with their process)
    secrets.json     the site's SECRET_KEY and the servers' passwords, random, mode 0600
    demo.json        the demo accounts and their random passwords, mode 0600
    servers.json     the variables of a running `up`, for commands started beside it, mode 0600; only while it runs
    processes.json   the processes of a running `up`, for the one that comes after a crash
    migrated.json    for which migrations the tables were last brought up to date
    postgres/        the database cluster; as root it belongs to user 65534, since Postgres refuses to run as root
    broker/ cache/   the Redis-compatible servers: configuration with password (0600), the broker's append-only file
    beat/            when the clock last sent what
    media/           pictures
    log/             what the three servers say, and `.1` from the start before

Outside it: as root, where only root may enter the project's folder, a copy of the database's programs in the temporary
directory (`newsroom-postgres-*`, 36 MB), kept for the next start.
"""
