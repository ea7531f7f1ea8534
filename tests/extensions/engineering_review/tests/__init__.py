from . import test_guarantee
from . import test_review
