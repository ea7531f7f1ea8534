import { useEffect } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

const CHANNEL = "engineering_conversation";
const listeners = new Map();

/**
 * Call back when something is said in a calculation's conversation, also by who gets
 * it by mail. The server lets only those listen who may read the calculation.
 *
 * @param {() => number|false} getId of the calculation; false: nothing to listen to
 * @param {() => void} onSaid
 */
export function useConversationListener(getId, onSaid) {
    const bus = useService("bus_service");
    useEffect(
        (id) => {
            if (!id) {
                return;
            }
            const channel = `${CHANNEL}_${id}`;
            const heard = (said) => said.id === id && onSaid();
            const count = listeners.get(channel) || 0;
            listeners.set(channel, count + 1);
            if (!count) {
                bus.addChannel(channel);
            }
            bus.subscribe(CHANNEL, heard);
            return () => {
                bus.unsubscribe(CHANNEL, heard);
                listeners.set(channel, listeners.get(channel) - 1);
                if (!listeners.get(channel)) {
                    bus.deleteChannel(channel);
                }
            };
        },
        () => [getId()]
    );
}
