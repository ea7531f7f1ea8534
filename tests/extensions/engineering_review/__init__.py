from . import models
from . import wizards
from .hooks import end_reviews
