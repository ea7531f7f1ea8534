from . import own_fields_mixin
from . import workflow_mixin
from . import engineering_readonly_mixin
from . import engineering_reference_mixin
from . import engineering_card_mixin
from . import engineering_notice_mixin
from . import engineering_archive_mixin
from . import engineering_deletion_mixin
