"""Answers with buttons under them, what people think of answers, and the languages they chose."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "answers",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_answers"),
    )
    op.create_index("ix_answers_at", "answers", ["at"])
    op.create_index("ix_answers_person", "answers", ["person"])
    op.create_table(
        "votes",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("quoted", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("person", "question", "sentence", name="pk_votes"),
    )
    op.create_index("ix_votes_at", "votes", ["at"])
    op.create_table(
        "languages",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_languages"),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("languages")
    op.drop_table("votes")
    op.drop_table("answers")
