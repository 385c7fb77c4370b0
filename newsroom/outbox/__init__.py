"""The post: jobs that must happen after a commit. Knows no app by name; each app registers what it can do.

State lives in Postgres, so that workers, broker and web can fail in any order and each job still happens once:
claimed with a lease and a fencing token, at most five attempts, counted at the claim.
"""
