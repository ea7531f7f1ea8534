from . import website_request
