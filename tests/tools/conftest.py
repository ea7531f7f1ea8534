import pytest

from tools.host.layout import Layout


@pytest.fixture
def layout(tmp_path):
    """A checkout with an empty virtual environment."""
    layout = Layout(tmp_path)
    (layout.venv / "lib/python3.11/site-packages").mkdir(parents=True)
    layout.lock.write_text("pydantic==2.14.3\n")
    return layout
