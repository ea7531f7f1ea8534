import pytest

from tools.host.layout import Layout


@pytest.fixture
def layout(tmp_path):
    """A checkout with a host that has nothing yet."""
    layout = Layout(tmp_path)
    layout.host.mkdir()
    layout.lock.write_text("pydantic==2.14.3\n")
    return layout
