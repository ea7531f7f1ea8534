from . import models
from .hooks import end_reviews
