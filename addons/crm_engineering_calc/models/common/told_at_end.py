"""What a transaction changes in several steps, and is told once, when it ends."""


def gather(env, name, tell):
    """Return the dictionary that `tell` is given when the transaction ends.

    A rollback, to a savepoint too, forgets it along with what it tells of.
    """
    precommit = env.cr.precommit
    if name not in precommit.data:
        precommit.data[name] = {}

        def run():
            tell(precommit.data.pop(name))
            env.flush_all()

        precommit.add(run)
    return precommit.data[name]
