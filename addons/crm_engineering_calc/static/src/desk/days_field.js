import { registry } from "@web/core/registry";
import {
    RemainingDaysField,
    remainingDaysField,
} from "@web/views/fields/remaining_days/remaining_days_field";

const { DateTime, Duration } = luxon;

/** How many days are left: “in 6 days”, where the host says “next month”. */
export class DaysField extends RemainingDaysField {
    get diffString() {
        if (this.diffDays === null || Math.abs(this.diffDays) > 99) {
            return super.diffString;
        }
        const value = this.props.record.data[this.props.name];
        return value.toRelativeCalendar({ unit: "days" });
    }
}

/** Return how long ago something was: “6 days”, “2 hours”. */
export function formatAge(since) {
    const passed = DateTime.local().diff(since, ["days", "hours", "minutes"]);
    const unit = ["days", "hours"].find((name) => passed[name] >= 1) || "minutes";
    return Duration.fromObject(
        { [unit]: Math.max(Math.floor(passed[unit]), 0) },
        { locale: since.locale }
    ).toHuman();
}

/** How long something lasts. */
export class AgeField extends RemainingDaysField {
    get diffString() {
        const value = this.props.record.data[this.props.name];
        return value ? formatAge(value) : "";
    }

    get classNames() {
        return {};
    }
}

const fields = registry.category("fields");
fields.add("engineering_days", { ...remainingDaysField, component: DaysField });
fields.add("engineering_age", { ...remainingDaysField, component: AgeField });
