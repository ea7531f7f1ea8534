"""The proof of telephony counts who has rung as the exchange has recorded it."""

from tools.telephony.flood import read_rings

# As Asterisk wrote it: of a caller whose phone was not there no channel is begun.
RECORDS = """\
"CHAN_START","1795801300.6","1.1","1.1","Local/101@flood-1;1","","101","flood","","",""
"CHAN_START","1795801300.6","1.2","1.1","Local/101@flood-1;2","","101","flood","","",""
"APP_START","1795801300.7","1.2","1.1","Local/101@flood-1;2","79181000000","101","flood","Dial","PJSIP/101,2",""
"CHAN_START","1795801300.8","1.3","1.1","PJSIP/101-1","101","","flood","","",""
"CHAN_START","1795801301.6","2.1","2.1","Local/102@flood-2;1","","102","flood","","",""
"APP_START","1795801301.7","2.2","2.1","Local/102@flood-2;2","79181000001","102","flood","Dial","PJSIP/102,2",""
"CHAN_START","1795801302.1","3.1","3.1","PJSIP/trunk-1","79160000101","101","from-trunk","","",""
"CHAN_START","1795801302.2","3.2","3.1","PJSIP/101-2","101","","from-internal","","",""
"CHAN_START","1795801302.8","1.4","1.1","PJSIP/101-3","101","","flood","","",""
"""


def test_who_rang_is_counted_once_and_by_the_first_ring(tmp_path):
    records = tmp_path / "odoo.csv"
    records.write_text(RECORDS)
    assert read_rings(records) == {"79181000000": 1795801300.8}
