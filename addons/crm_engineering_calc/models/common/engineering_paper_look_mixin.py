from odoo import models

# The tables of a layout of the host that has none of its own.
TABLES = {"bubble": "boxed-rounded", "folder": "striped", "wave": "striped"}
# Languages written in Cyrillic letters, and the host's fonts that have them.
CYRILLIC = frozenset({"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"})
WITH_CYRILLIC = frozenset({"Montserrat", "Open_Sans", "Oswald", "Raleway"})
DEFAULT_FONT = "Lato"
FALLBACK_FONTS = "'Liberation Sans', Arial, 'DejaVu Sans', sans-serif"


class EngineeringPaperLookMixin(models.AbstractModel):
    """How a paper looks: by the layout of its company, in letters of its language."""

    _name = "engineering.paper.look.mixin"
    _description = "Look of a document printed for a customer"

    def _get_paper_layout(self):
        """Return the classes by which the host draws the tables of the company."""
        key = self._get_paper_company().sudo().external_report_layout_id.key or ""
        layout = key.rpartition("external_layout_")[2] or "standard"
        table = TABLES.get(layout, layout)
        return f"o_report_layout_{layout} o_table_{table}"

    def _get_paper_font(self):
        """Return the fonts of the paper, as CSS.

        The company's is first, unless it has no letters of the paper's language.
        """
        font = self._get_paper_company().font or "Lato"
        language = self._get_paper_lang().partition("_")[0]
        if language in CYRILLIC and font not in WITH_CYRILLIC:
            return FALLBACK_FONTS
        return f"{font}, {FALLBACK_FONTS}"

    def _get_paper_print_font(self):
        """Return the fonts of a PDF whose text is text, as CSS: the server's own.

        The host's default has been chosen by nobody, and is taken if it is there; what
        the company has chosen is drawn where the server has not got it.
        """
        fonts = self._get_paper_font()
        font = fonts.partition(",")[0]
        if fonts == FALLBACK_FONTS:
            return fonts
        return f"'Printed {font}', {FALLBACK_FONTS if font == DEFAULT_FONT else fonts}"

    def _get_paper_ratio(self):
        """Return the height of a page by its width, without the margins."""
        form = self.env.ref("crm_engineering_calc.paperformat_paper").sudo()
        height = form.print_page_height - form.margin_top - form.margin_bottom
        return height / (form.print_page_width - form.margin_left - form.margin_right)
