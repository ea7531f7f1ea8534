from .field_contexts import WITH_ARCHIVED


def get_named(model, ids):
    """Return the records that a search names, but for what its user may not see."""
    return model.with_context(**WITH_ARCHIVED).search([("id", "in", list(ids))])
