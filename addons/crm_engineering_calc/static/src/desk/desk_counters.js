import { Component, onWillStart, onWillUpdateProps, useState, useSubEnv } from "@odoo/owl";
import { useBus, useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { useDebounced } from "@web/core/utils/timing";
import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

/** Whether a search item is the filter of a counter. */
function isCounter({ type, domain }) {
    return type === "filter" && domain?.includes("'engineering_desk'");
}

/** What a desk counts above its board: a click filters the board by it. */
export class DeskCounters extends Component {
    static template = "crm_engineering_calc.DeskCounters";
    static props = { list: Object };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.keepLast = new KeepLast();
        this.state = useState({ counters: {}, links: [], favorites: [] });
        const load = useDebounced(() => this.load(), 100);
        // A dropped card updates the list; a button on a card brings a new one.
        useBus(this.props.list.model.bus, "update", load);
        onWillUpdateProps(() => {
            load();
        });
        useBus(this.env.searchModel, "update", () => this.render());
        onWillStart(() => {
            this.load();
        });
    }

    async load() {
        const { resModel } = this.env.searchModel;
        const desk = this.orm.silent.call(resModel, "get_desk", [this.domain]);
        Object.assign(this.state, await this.keepLast.add(desk));
    }

    /** The filters of the counters, each with its number. */
    get counters() {
        const { counters } = this.state;
        return this.env.searchModel
            .getSearchItems(isCounter)
            .filter(({ name }) => name in counters)
            .map((item) => ({ ...item, count: counters[item.name] }));
    }

    /** The searches that the user has saved, in the order that he has given them. */
    get favorites() {
        const { favorites } = this.state;
        const place = ({ serverSideId }) => favorites.indexOf(serverSideId);
        return this.env.searchModel
            .getSearchItems(({ type }) => type === "favorite")
            .filter((item) => place(item) >= 0)
            .sort((one, other) => place(one) - place(other));
    }

    /** What the board shows, without what the counters themselves filter by. */
    get domain() {
        const { searchModel } = this.env;
        const others = Object.create(searchModel);
        others.query = this.getQueryOfOthers();
        return others._getDomain();
    }

    getQueryOfOthers() {
        const { query, searchItems } = this.env.searchModel;
        return query.filter(({ searchItemId }) => !isCounter(searchItems[searchItemId]));
    }

    isAlarm({ name, count }) {
        return count && /(^|_)late/.test(name);
    }

    toggle(counter) {
        const { searchModel } = this.env;
        if (!counter.isActive) {
            searchModel.query = this.getQueryOfOthers();
        }
        searchModel.toggleSearchItem(counter.id);
    }

    toggleFavorite({ id }) {
        this.env.searchModel.toggleSearchItem(id);
    }

    async orderFavorites() {
        const { resModel } = this.env.searchModel;
        await this.action.doAction(
            await this.orm.call(resModel, "action_order_desk_favorites", [])
        );
    }

    async open(link) {
        await this.action.doAction(link.action);
    }
}

export class DeskKanbanRenderer extends KanbanRenderer {
    static template = "crm_engineering_calc.DeskKanbanRenderer";
    static components = { ...KanbanRenderer.components, DeskCounters };
}

export class DeskListRenderer extends ListRenderer {
    static template = "crm_engineering_calc.DeskListRenderer";
    static components = { ...ListRenderer.components, DeskCounters };
}

/** Shows how it stands when a button is refused: somebody else was faster. */
function useReloadOnRefusal({ env, model }) {
    const { onClickViewButton } = env;
    useSubEnv({
        async onClickViewButton(params) {
            try {
                return await onClickViewButton(params);
            } catch (error) {
                await model.load();
                throw error;
            }
        },
    });
}

export class DeskKanbanController extends KanbanController {
    setup() {
        super.setup();
        useReloadOnRefusal(this);
    }
}

export class DeskListController extends ListController {
    setup() {
        super.setup();
        useReloadOnRefusal(this);
    }
}

const views = registry.category("views");
views.add("engineering_desk_kanban", {
    ...kanbanView,
    Controller: DeskKanbanController,
    Renderer: DeskKanbanRenderer,
});
views.add("engineering_desk_list", {
    ...listView,
    Controller: DeskListController,
    Renderer: DeskListRenderer,
});
