import { reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";

const CHANNEL = "engineering_call";
const TALKING = "talking";
const RINGING = "ringing";

/** Knows whose calls ring here, and asks the server what their cards show. */
export const callsService = {
    dependencies: ["bus_service", "orm"],
    start(env, { bus_service, orm }) {
        const calls = reactive({ cards: [] });
        let asked = 0;

        async function update() {
            const number = ++asked;
            const cards = await orm.silent.call("engineering.call", "get_cards", []);
            // Of several answers the last question's counts, whichever comes first.
            if (number === asked) {
                calls.cards = cards;
            }
        }

        function forget(id) {
            calls.cards = calls.cards.filter((card) => card.id !== id);
        }

        bus_service.subscribe(CHANNEL, ({ id, result }) => {
            if (![RINGING, TALKING].includes(result)) {
                forget(id);
            }
            update().catch(() => {});
        });
        // Where the connection was lost, or the page is new, it may ring already.
        bus_service.addEventListener("BUS:RECONNECT", () => update().catch(() => {}));
        bus_service.start();
        update().catch(() => {});
        return { calls, update, forget };
    },
};

registry.category("services").add("engineering_calls", callsService);
