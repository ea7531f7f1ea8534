"""The addon's plain Python, without the host that the addon itself imports."""

import sys
from pathlib import Path
from types import ModuleType

from hypothesis import settings

ADDON = Path(__file__).parents[2] / "addons" / "crm_engineering_calc"

package = ModuleType(ADDON.name)
package.__path__ = [str(ADDON)]
sys.modules.setdefault(ADDON.name, package)

settings.register_profile("xlsx", deadline=None)
settings.load_profile("xlsx")
