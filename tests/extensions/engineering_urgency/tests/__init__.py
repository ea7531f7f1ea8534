from . import test_exchange
from . import test_urgency
from . import test_workbook
