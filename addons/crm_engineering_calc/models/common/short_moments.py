from datetime import datetime, time
from functools import lru_cache

from babel import dates
from pytz import utc

from odoo.tools.misc import babel_locale_parse, format_date


class ShortMoments:
    """Dates, or times of today, as short as the language of a user writes them."""

    def __init__(self, env):
        self._env = env
        self._lang = env.lang or "en_US"
        self._zone = env.tz
        self._today = datetime.now(self._zone).date()

    def format(self, moment):
        """Return a date or a datetime of the database in words, nothing for none."""
        if not moment:
            return ""
        day = moment
        if isinstance(moment, datetime):
            local = moment.replace(tzinfo=utc).astimezone(self._zone)
            day = local.date()
            if day == self._today:
                return _format_minute(time(local.hour, local.minute), self._lang)
        if abs((day - self._today).days) < 300:
            return _format_day(day, self._lang)
        return format_date(self._env, day)


@lru_cache(maxsize=1024)
def _format_day(day, lang):
    """Return a day without its year. A board tells the same ones again and again."""
    return dates.format_date(day, "d MMM", locale=babel_locale_parse(lang))


@lru_cache(maxsize=1440)
def _format_minute(minute, lang):
    """Return a time of the day without its seconds."""
    return dates.format_time(minute, "short", locale=babel_locale_parse(lang))
