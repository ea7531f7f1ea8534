import { markRaw, reactive } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";

const BUNDLE = "crm_engineering_calc_telephony.assets_softphone";
const NUMBER = "a[href^='tel:']";

/**
 * Dials the numbers of the interface as their user likes: by the softphone, which is
 * loaded for those alone who phone in the page, or by the desk phone. Who likes neither
 * has what the device has for it, as the host does.
 */
export const phoneService = {
    dependencies: ["mail.sound_effects", "notification", "orm"],
    start(env, { notification, orm, "mail.sound_effects": sounds }) {
        const way = user.settings.engineering_phone_way || "device";
        const phone = reactive({ way, softphone: null, Panel: null, state: null });

        async function load() {
            phone.state = reactive({ status: "connecting", detail: "", problem: null, calls: [] });
            await loadBundle(BUNDLE);
            const { Panel, Softphone } = registry.category("engineering_softphone").get("web");
            phone.softphone = markRaw(
                new Softphone({ orm, sounds }, phone.state)
            );
            phone.Panel = Panel;
            await phone.softphone.start();
        }

        async function ringDeskPhone(number) {
            await orm.call("engineering.call", "dial", [number]);
            notification.add(_t("Your desk phone rings: pick it up, and %s is called.", number), {
                type: "info",
            });
        }

        /** Call a number as the user likes; where he likes the device, not at all. */
        function dial(number) {
            if (way === "desk") {
                return ringDeskPhone(number);
            }
            return phone.softphone?.act("dial", number);
        }

        function onClick(ev) {
            const link = ev.target.closest?.(NUMBER);
            if (!link || ev.button || ev.ctrlKey || ev.metaKey || ev.shiftKey) {
                return;
            }
            ev.preventDefault();
            dial(decodeURIComponent(link.getAttribute("href").slice("tel:".length)));
        }

        if (way !== "device") {
            document.addEventListener("click", onClick, { capture: true });
        }
        if (way === "softphone") {
            load();
        }
        return { phone, dial };
    },
};

registry.category("services").add("engineering_phone", phoneService);
