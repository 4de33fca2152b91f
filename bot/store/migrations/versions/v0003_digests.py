"""Subscriptions to digests, and the articles the bot has had."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXTS = ("rhythm", "silence", "language", "last_day", "shown", "missed", "pending", "claimant")


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "subscriptions",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("weekday", "minute", "told")),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Double(), nullable=True) for name in ("due", "claimed")),
        sa.PrimaryKeyConstraint("chat", "thread", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_due", "subscriptions", ["due"])
    op.create_index("ix_subscriptions_claimed", "subscriptions", ["claimed"])
    op.create_table(
        "known_articles",
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("addition", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_known_articles"),
    )


def downgrade() -> None:
    """Remove them, and every subscription with them."""
    op.drop_table("known_articles")
    op.drop_table("subscriptions")
