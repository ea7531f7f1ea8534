from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager


class EngineeringPaperList(CustomerPortal):
    """Pages of papers on the customer's portal."""

    def _prepare_paper_list_values(self, name, papers, domain, url, page, order=None):
        """Return the values of a page of papers.

        :param name: what the template calls them
        :param papers: the model, as who may read them
        :param domain: which of them the customer sees
        :param url: of the first page
        :param page: which page, from 1
        """
        step = self._items_per_page
        total = papers.search_count(domain)
        pager = portal_pager(url=url, total=total, page=page, step=step)
        shown = papers.search(domain, limit=step, offset=pager["offset"], order=order)
        return {
            **self._prepare_portal_layout_values(),
            name: shown,
            "pager": pager,
            "default_url": url,
        }

    def _get_page_view_values(self, document, *args, **kwargs):
        values = super()._get_page_view_values(document, *args, **kwargs)
        mixin = request.env.registry["engineering.paper.mixin"]
        if isinstance(document, mixin) and document._filter_papers():
            company = document._get_paper_company()
            values["title"] = f"{document._get_paper_title()} | {company.name}"
        return values
