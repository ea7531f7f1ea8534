class MachineLeave:
    """The right to write once what only the addon writes; no client can forge it.

    It goes along with the lines that are written together with a record, and is over
    when the outermost write is: what automations do after it is no longer ours.
    """

    valid = True
    _depth = 0

    def __enter__(self):
        self._depth += 1

    def __exit__(self, *exception):
        self._depth -= 1
        self.valid = self._depth > 0


def is_moved_by_machine(env):
    """Return whether the addon itself is writing, not a user or a program."""
    leave = env.context.get("engineering_machine")
    return isinstance(leave, MachineLeave) and leave.valid
