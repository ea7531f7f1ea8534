from . import comparison
from . import portal
