"""The mail room: what people are told by mail is written in the transaction that causes it, and sent by the post."""
