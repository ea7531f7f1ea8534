from . import engineering_inquiry
from . import website
