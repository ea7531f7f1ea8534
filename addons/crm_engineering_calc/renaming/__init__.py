"""Give fields new names in a database that holds old ones: for migration scripts."""

from .expressions import rename_in_domain
from .fields import rename_column, rename_fields, rename_mentions
from .names import FieldNames
from .views import rename_in_view
