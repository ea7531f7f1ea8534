from . import test_urgency
