const NAME = "engineering_typed_values";
const STORE = "values";

/** What this browser keeps: over a reload, and while there is no line. */
export class TypedShelf {
    open() {
        this.opened ??= new Promise((resolve, reject) => {
            const request = indexedDB.open(NAME, 1);
            request.onupgradeneeded = () => request.result.createObjectStore(STORE);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
        return this.opened;
    }

    async run(mode, ask) {
        const database = await this.open();
        return new Promise((resolve, reject) => {
            const transaction = database.transaction(STORE, mode);
            const request = ask(transaction.objectStore(STORE));
            transaction.oncomplete = () => resolve(request.result);
            transaction.onabort = () => reject(transaction.error);
        });
    }

    /** Return all entries whose keys begin with `scope`. */
    read(scope) {
        const range = IDBKeyRange.bound(scope, `${scope}\uffff`);
        return this.run("readonly", (store) => store.getAll(range));
    }

    put(key, entry) {
        return this.run("readwrite", (store) => store.put(entry, key));
    }

    delete(key) {
        return this.run("readwrite", (store) => store.delete(key));
    }
}
