"""The language an answer was given in: its buttons go on in it. Of older answers it is not known."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; a default only for the rows there are."""
    op.add_column("answers", sa.Column("language", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("answers") as table:
        table.alter_column("language", server_default=None)


def downgrade() -> None:
    """Remove it."""
    with op.batch_alter_table("answers") as table:
        table.drop_column("language")
