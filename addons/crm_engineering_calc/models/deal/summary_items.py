from collections import defaultdict

from ..common.rows import find_referred


class SummaryItems(defaultdict):
    """{deal: items of its strip}, and what was found out about the deals meanwhile.

    Few deals of a board have cards of each kind: whoever tells of one begins with
    those. `companies` is {id of a company: ids of the deals that it calculates}.
    """

    def __init__(self, leads, paths):
        super().__init__(list)
        self.companies = defaultdict(set)
        self._having = find_referred(leads, paths)

    def filter_having(self, leads, model):
        """Return those of `leads` that records of `model` refer to."""
        having = self._having.get(model, ())
        return leads.browse(id_ for id_ in leads.ids if id_ in having)
