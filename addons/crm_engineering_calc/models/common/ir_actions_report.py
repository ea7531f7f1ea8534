import io

from odoo import models
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter


class IrActionsReport(models.Model):
    """A paper is for who may read its document, and a signed one is as it was signed.

    What a paper says is read as superuser in places, and then stands in the cache for
    whoever asks: so it is asked before anything is printed.
    """

    _name = "ir.actions.report"
    _inherit = "ir.actions.report"

    # === WHO ===

    def _get_rendering_context(self, report, docids, data):
        self._check_papers_readable(report, docids)
        return super()._get_rendering_context(report, docids, data)

    def _check_papers_readable(self, report, ids):
        """Refuse the papers of what the user may not read.

        :raises AccessError: names the kind of document
        """
        documents = self.env.get(report.model)
        if isinstance(documents, self.env.registry["engineering.paper.mixin"]):
            documents.browse(ids or ()).check_access("read")

    # === AS IT WAS SIGNED ===

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        papers = self._get_signed_papers(report_ref, res_ids or [])
        if not papers:
            return self._name_papers(
                report_ref,
                super()._render_qweb_pdf_prepare_streams(
                    report_ref, data, res_ids=res_ids
                ),
            )
        streams = {
            id_: {"stream": io.BytesIO(paper.raw), "attachment": None}
            for id_, paper in papers.items()
        }
        if left := [id_ for id_ in res_ids if id_ not in papers]:
            streams |= self._name_papers(
                report_ref,
                super()._render_qweb_pdf_prepare_streams(
                    report_ref, data, res_ids=left
                ),
            )
        return {id_: streams[id_] for id_ in dict.fromkeys(res_ids)}

    def _get_signed_papers(self, report_ref, ids):
        """Return {id: the signed paper} of what reads otherwise by now.

        :raises AccessError: the user may not read one of the documents
        """
        report = self._get_report(report_ref)
        documents = self.env.get(report.model)
        if getattr(documents, "_signed_report", None) != report.report_name:
            return {}
        self._check_papers_readable(report, ids)
        papers = {
            document.id: document._get_paper_as_signed()
            for document in documents.browse(ids)
        }
        return {id_: paper for id_, paper in papers.items() if paper}

    # === NAME ===

    def _name_papers(self, report_ref, streams):
        """Give papers of ours their titles: what a window that shows one is called."""
        report = self._get_report(report_ref)
        paper_format = self.env.ref("crm_engineering_calc.paperformat_paper")
        documents = self.env.get(report.model)
        is_paper = isinstance(documents, self.env.registry["engineering.paper.mixin"])
        if not is_paper or report.get_paperformat() != paper_format:
            return streams
        papers = documents.browse(filter(None, streams))._filter_papers()
        for paper in papers:
            stream = streams[paper.id]
            stream["stream"] = self._name_paper(
                stream["stream"], paper._get_paper_title()
            )
        return streams

    def _name_paper(self, stream, title):
        writer = OdooPdfFileWriter()
        writer.cloneReaderDocumentRoot(OdooPdfFileReader(stream, strict=False))
        writer.addMetadata({"/Title": title})
        named = io.BytesIO()
        writer.write(named)
        return named
