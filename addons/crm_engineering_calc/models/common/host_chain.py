"""A compute that has the last word over those of the host and of other addons."""


def depends_on_chain(name, *own):
    """Return what a compute depends on that calls the chain of `name`, and decides.

    Of two extensions of one compute that both overwrite what their `super()` said, the
    last loaded wins. A compute of another name, which its field points to, is above
    them all, and depends on all that they depend on.
    """

    def depends(model):
        names = list(own)
        for cls in type(model).__mro__:
            declared = getattr(vars(cls).get(name), "_depends", ())
            names += declared(model) if callable(declared) else declared
        return names

    return depends
