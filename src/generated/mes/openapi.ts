// Generated from openapi/mes.yaml, do not edit: change the document and run `npm run generate`.
export interface paths {
    "/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the materials that can be ordered.
         * @description All of them in one answer, ordered by code. They are the same for every principal.
         */
        get: operations["materials.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists models, newest first.
         * @description One page of the models that the principal may see and that meet the given filter, the ones created last first. Partners see
         *     their own models, staff see all. Ask for the next page with `nextCursor` as `cursor` and the other parameters unchanged.
         *
         *     By `sha256` it tells whether a file is there already. One content may have several models: announced again before its upload
         *     was completed, or in another format.
         */
        get: operations["models.list"];
        put?: never;
        /**
         * Announces a 3D model and asks where to upload its file.
         * @description Creates a model in the status UPLOADING. Send the bytes of the file to `upload.url` by `upload.method` before
         *     `upload.expiresAt`, without credentials: the address is signed. Then complete the model. When the principal has a model of
         *     the same content and format already, that model is the answer (200), and there is nothing to upload.
         */
        post: operations["models.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{modelId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the model.
                 * @example mod_000311
                 */
                modelId: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        /**
         * Reads one model.
         * @description While the model is being analysed, `Retry-After` tells when to ask again. A READY or REJECTED model never changes again.
         */
        get: operations["models.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{modelId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the model.
                 * @example mod_000311
                 */
                modelId: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says that the file of a model is uploaded.
         * @description Moves the model from UPLOADING to ANALYZING. The analysis measures it and ends in READY or REJECTED: poll the model, no
         *     sooner than `Retry-After` says. Refused with `upload-incomplete` while the file is not there.
         */
        post: operations["models.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts the orders of each status.
         * @description Over all orders that the principal may see. Partners see their own orders, staff see all.
         */
        get: operations["orders.stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists orders, newest first unless sorted otherwise.
         * @description One page of the orders that the principal may see and that meet every given filter. Partners see their own orders,
         *     staff see all. Ask for the next page with `nextCursor` as `cursor` and the other parameters unchanged.
         *
         *     Whether an order is overdue follows from `promisedAt` and the reader's clock; it is never part of the answer.
         */
        get: operations["orders.list"];
        put?: never;
        /**
         * Orders what a quote has priced.
         * @description Creates an order in the status PRICE_CALCULATED, at the price of a SUCCEEDED quote of the calling partner that still holds.
         *     The order is made once a seller has approved it in CRM. Partners only.
         */
        post: operations["orders.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /**
         * Reads one order.
         * @description Another tenant's order is reported as missing.
         */
        get: operations["orders.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /**
         * Reads the status of one order.
         * @description The smallest answer about an order, meant for polling. Kept until the status changes.
         */
        get: operations["orders.status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /**
         * Reads what has become of one order.
         * @description Every status that the order has had, the first one first, since MES knows it.
         */
        get: operations["orders.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes an order for the calling operator.
         * @description Moves the order from MANUFACTURING_APPROVED to MANUFACTURING_STARTED and assigns it to the operator of the token. The
         *     server decides who was first: the others get `order-already-claimed`. Operators only.
         */
        post: operations["orders.claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports an order as made.
         * @description Moves the order from MANUFACTURING_STARTED to MANUFACTURING_COMPLETED. Only the operator who took it may do so.
         */
        post: operations["orders.complete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/startPackaging": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reports that an order is being packed.
         * @description Moves the order from MANUFACTURING_COMPLETED to PACKAGING. Operators only.
         */
        post: operations["orders.startPackaging"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/ship": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hands an order to a carrier.
         * @description Moves the order from PACKAGING to SHIPPED and keeps where it can be followed. Operators only.
         */
        post: operations["orders.ship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quotes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists quotes, newest first.
         * @description One page of the quotes that the principal may see and that meet every given filter, the ones requested last first. Partners
         *     see their own quotes, staff see all. Ask for the next page with `nextCursor` as `cursor` and the other parameters
         *     unchanged.
         */
        get: operations["quotes.list"];
        put?: never;
        /**
         * Requests the price of a model.
         * @description Starts a calculation, which takes minutes: poll the quote at its `Location`, no sooner than `Retry-After` says. When the
         *     principal has a live quote of the same fingerprint, that quote is the answer (200) and nothing is calculated.
         *
         *     The price list and the algorithm are those in force when the quote is created, and part of its fingerprint: after a change of
         *     either, an equal request is another quote.
         */
        post: operations["quotes.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/quotes/{quoteId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the quote.
                 * @example quo_000007
                 */
                quoteId: components["parameters"]["QuoteId"];
            };
            cookie?: never;
        };
        /**
         * Reads one quote.
         * @description While the calculation is pending or running, `Retry-After` tells when to ask again. A price holds until
         *     `result.validUntil`; after that the quote is EXPIRED.
         */
        get: operations["quotes.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the partner's subscriptions.
         * @description All of them in one answer, the oldest first, without their secrets. Partners only.
         */
        get: operations["webhooks.list"];
        put?: never;
        /**
         * Subscribes an address to messages.
         * @description From now on every event of the given kinds is sent to `url` as a signed message, see the webhook `change` of this document.
         *     The answer holds the secret that the messages are signed with; it is not shown again. A partner has at most 20
         *     subscriptions. Partners only.
         */
        post: operations["webhooks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhook-subscriptions/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the subscription.
                 * @example whs_000003
                 */
                subscriptionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a subscription.
         * @description Messages that are waiting to be sent to it are dropped. Partners only.
         */
        delete: operations["webhooks.delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tells a subscriber that an order or a quote has changed.
         * @description Signed as [Standard Webhooks](https://www.standardwebhooks.com) has it: `webhook-signature` is `v1,` and the base64 of the
         *     HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}`, keyed by the bytes that the secret holds in base64 after its
         *     `whsec_`. Refuse a message whose signature does not hold, or whose timestamp is more than five minutes away.
         *
         *     A message may come twice, or after a newer one: compare `version`. An answer other than 2xx, or none in 5 seconds, is
         *     followed by a few more attempts.
         */
        post: operations["webhooks.change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /**
         * @description Opaque id.
         * @example ord_000042
         */
        Id: string;
        /**
         * @description Strong entity tag, a resource's version in quotes.
         * @example "7"
         */
        EntityTag: string;
        /**
         * @description Currency code of ISO 4217.
         * @example EUR
         */
        Currency: string;
        /**
         * @description An amount of money.
         * @example {
         *       "amountMinor": 128500,
         *       "currency": "EUR"
         *     }
         */
        Money: {
            /**
             * Format: int64
             * @description Amount in minor units of the currency, such as cents.
             * @example 128500
             */
            amountMinor: number;
            currency: components["schemas"]["Currency"];
        };
        /**
         * @description Base metal of an alloy.
         * @example GOLD
         * @enum {string}
         */
        Metal: "GOLD" | "SILVER" | "PLATINUM" | "PALLADIUM";
        /** @description A surface finish that a material can be given. */
        Finish: {
            /**
             * @description Code to order the finish by.
             * @example POLISHED
             */
            code: string;
            /**
             * @description Name for people.
             * @example Polished
             */
            name: string;
        };
        /** @description A material that pieces are made of. */
        Material: {
            /**
             * @description Code to order the material by.
             * @example AU585
             */
            code: string;
            /**
             * @description Name for people.
             * @example Yellow gold 14 ct
             */
            name: string;
            metal: components["schemas"]["Metal"];
            /**
             * Format: int32
             * @description Share of the base metal in the alloy, in permille by mass.
             * @example 585
             */
            finenessPermille: number;
            /**
             * @description Density in grams per cubic centimetre.
             * @example 13.1
             */
            densityGPerCm3: number;
            /** @description Finishes that this material can be given. */
            finishes: components["schemas"]["Finish"][];
            /**
             * Format: int32
             * @description Working days that the material adds to a production.
             * @example 3
             */
            leadTimeDays: number;
        };
        /** @description Every material. */
        MaterialList: {
            /** @description The materials, ordered by code. */
            items: components["schemas"]["Material"][];
        };
        /**
         * @description Format of a file with a 3D model. STL has no unit of its own; its coordinates are taken as millimetres.
         * @example STL
         * @enum {string}
         */
        ModelFormat: "STL" | "OBJ" | "3MF" | "STEP";
        /**
         * @description State of a model. UPLOADING until it is completed, then ANALYZING, which ends in READY or REJECTED.
         * @example READY
         * @enum {string}
         */
        ModelStatus: "UPLOADING" | "ANALYZING" | "READY" | "REJECTED";
        /** @description A file with a 3D model that is to be uploaded. */
        ModelRequest: {
            /**
             * @description Name of the file, for people.
             * @example ring.stl
             */
            fileName: string;
            /** @description Format of the file. */
            format: components["schemas"]["ModelFormat"];
            /**
             * Format: int64
             * @description Size of the file, in bytes. At most 4 GiB.
             * @example 684284
             */
            sizeBytes: number;
            /**
             * @description SHA-256 of the file, in hexadecimal.
             * @example 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
             */
            sha256: string;
        };
        /** @description Edges of the smallest box around a model, parallel to its axes. */
        BoundingBox: {
            /**
             * @description Extent along the x axis, in millimetres.
             * @example 21.4
             */
            x: number;
            /**
             * @description Extent along the y axis, in millimetres.
             * @example 21.4
             */
            y: number;
            /**
             * @description Extent along the z axis, in millimetres.
             * @example 6.2
             */
            z: number;
        };
        /** @description What a 3D model measures. */
        Geometry: {
            /**
             * Format: int32
             * @description Number of polygons.
             * @example 13684
             */
            polygonCount: number;
            /**
             * @description Enclosed volume, in cubic millimetres.
             * @example 490.1
             */
            volumeMm3: number;
            /**
             * @description Area of the surface, in square millimetres.
             * @example 812.5
             */
            surfaceAreaMm2: number;
            /** @description Edges of the box around it, in millimetres. */
            boundingBoxMm: components["schemas"]["BoundingBox"];
        };
        /** @description A 3D model of a piece. */
        Model: {
            id: components["schemas"]["Id"];
            /**
             * @description Name of the file, for people.
             * @example ring.stl
             */
            fileName: string;
            /** @description Format of the file. */
            format: components["schemas"]["ModelFormat"];
            /**
             * Format: int64
             * @description Size of the file, in bytes.
             * @example 684284
             */
            sizeBytes: number;
            /**
             * @description SHA-256 of the file, in hexadecimal.
             * @example 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
             */
            sha256: string;
            status: components["schemas"]["ModelStatus"];
            /**
             * Format: int64
             * @description Counts the changes of this model. In quotes it is the model's `ETag`.
             * @example 3
             */
            version: number;
            /** @description What the model measures, null until it has been analysed. */
            geometry: components["schemas"]["Geometry"] | null;
            /**
             * @description Why the model cannot be made, for people. Only a REJECTED model has it.
             * @example The surface is not closed
             */
            rejectedReason?: string;
            /**
             * Format: date-time
             * @description When the model was created.
             * @example 2025-03-01T10:05:00Z
             */
            createdAt: string;
        };
        /** @description Where and how to upload the file of a model. */
        ModelUpload: {
            /**
             * Format: uri
             * @description Signed address that takes the bytes of the file. Whoever has it may upload.
             * @example https://mes.example/uploads/mod_000311?expires=1740824800&signature=c2lnbmVk
             */
            url: string;
            /**
             * @description HTTP method to send the bytes by.
             * @example PUT
             * @enum {string}
             */
            method: "PUT";
            /**
             * Format: date-time
             * @description Until when the address takes the file. After that, create the model again.
             * @example 2025-03-01T11:05:00Z
             */
            expiresAt: string;
            /**
             * @description Headers to send with the file, as they are: a storage may ask for them, as Azure Blob Storage does for `x-ms-blob-type`.
             *     Absent where there are none.
             * @example {
             *       "content-type": "model/stl"
             *     }
             */
            headers?: {
                [key: string]: string;
            };
        };
        /** @description A model, and where to upload its file. */
        NewModel: components["schemas"]["Model"] & {
            /** @description Where to upload the file, null when there is nothing to upload. */
            upload: components["schemas"]["ModelUpload"] | null;
        };
        /** @description A page of models. */
        ModelPage: {
            /** @description The rows. */
            items: components["schemas"]["Model"][];
            /**
             * @description Cursor of the next page, null on the last one.
             * @example eyJhdCI6MTc0MDgyNDgwMH0
             * @example null
             */
            nextCursor: string | null;
        };
        /**
         * @description Where an order is on its way, in this order. INITIATED, FILE_UPLOADED and SUBMITTED are set by the shop, PRICE_CALCULATED
         *     by MES, MANUFACTURING_APPROVED by CRM, the four after it by MES, CLOSED by CRM.
         * @example MANUFACTURING_APPROVED
         * @enum {string}
         */
        OrderStatus: "INITIATED" | "FILE_UPLOADED" | "SUBMITTED" | "PRICE_CALCULATED" | "MANUFACTURING_APPROVED" | "MANUFACTURING_STARTED" | "MANUFACTURING_COMPLETED" | "PACKAGING" | "SHIPPED" | "CLOSED";
        /**
         * @description How an order came in, from the shop or from a partner.
         * @example PARTNER
         * @enum {string}
         */
        Channel: "SHOP" | "PARTNER";
        /** @description The operator who took an order. */
        Assignee: {
            /**
             * @description Id of the operator.
             * @example op_17
             */
            operatorId: components["schemas"]["Id"];
            /**
             * Format: date-time
             * @description When the operator took it.
             * @example 2025-03-02T08:15:00Z
             */
            claimedAt: string;
        };
        /** @description Why and when an order was cancelled. Its status stays where it was. */
        Cancellation: {
            /**
             * @description Reason for people.
             * @example Customer changed their mind
             */
            reason: string;
            /**
             * Format: date-time
             * @description When it was cancelled.
             * @example 2025-03-02T08:15:00Z
             */
            cancelledAt: string;
        };
        /** @description Where a shipped order can be followed. */
        Tracking: {
            /**
             * @description Name of the carrier.
             * @example DHL
             */
            carrier: string;
            /**
             * @description Tracking number of the carrier.
             * @example 00340434161094042557
             */
            number: string;
        };
        /** @description An order in manufacturing. */
        Order: {
            id: components["schemas"]["Id"];
            /**
             * @description Number for people, printed on papers.
             * @example M-2025-000042
             */
            number: string;
            channel: components["schemas"]["Channel"];
            /**
             * @description Id of the partner. Only orders of the channel PARTNER have it.
             * @example partner_42
             */
            partnerId?: components["schemas"]["Id"];
            /**
             * @description The partner's own reference.
             * @example PO-7781
             */
            externalRef?: string;
            status: components["schemas"]["OrderStatus"];
            /**
             * Format: int64
             * @description Counts the changes of this order. In quotes it is the order's `ETag`.
             * @example 7
             */
            version: number;
            /**
             * @description Id of the 3D model.
             * @example mod_000311
             */
            modelId: components["schemas"]["Id"];
            /**
             * @description Id of the quote that the price comes from.
             * @example quo_000007
             */
            quoteId: components["schemas"]["Id"];
            /**
             * @description Code of the material.
             * @example AU585
             */
            materialCode: string;
            /**
             * Format: int32
             * @description Number of pieces.
             * @example 2
             */
            quantity: number;
            /** @description Price of all pieces together. */
            price: components["schemas"]["Money"];
            /** @description The operator who took the order, null until one has. */
            assignee: components["schemas"]["Assignee"] | null;
            /**
             * Format: date-time
             * @description When the order was promised to be sent.
             * @example 2025-03-22T00:00:00Z
             */
            promisedAt: string;
            /**
             * Format: date-time
             * @description When the order was created.
             * @example 2025-03-01T10:20:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the status changed last.
             * @example 2025-03-01T11:00:00Z
             */
            statusChangedAt: string;
            /** @description The order's cancellation, null unless it was cancelled. Possible before MANUFACTURING_STARTED. */
            cancellation: components["schemas"]["Cancellation"] | null;
            tracking?: components["schemas"]["Tracking"];
        };
        /** @description An order after a transition. */
        OrderTransition: components["schemas"]["Order"] & {
            /** @description The status before the transition. */
            previousStatus: components["schemas"]["OrderStatus"];
        };
        /** @description A page of orders. */
        OrderPage: {
            /** @description The rows. */
            items: components["schemas"]["Order"][];
            /**
             * @description Cursor of the next page, null on the last one.
             * @example eyJhdCI6MTc0MDgyNDgwMH0
             * @example null
             */
            nextCursor: string | null;
        };
        /** @description Where to send the pieces. Personal data, which no answer shows again. */
        ShipTo: {
            /**
             * @description Name of the person or the company.
             * @example Ada Example
             */
            name: string;
            /**
             * @description Street and number.
             * @example Goldgasse 7
             */
            street: string;
            /**
             * @description Floor, door, or whatever else the carrier has to know.
             * @example 2nd floor
             */
            addition?: string;
            /**
             * @description Postal code.
             * @example 1010
             */
            postalCode: string;
            /**
             * @description City.
             * @example Vienna
             */
            city: string;
            /**
             * @description Country code of ISO 3166-1, of two letters.
             * @example AT
             */
            countryCode: string;
            /**
             * Format: email
             * @description Where the carrier may announce the shipment.
             * @example ada@example.com
             */
            email?: string;
            /**
             * @description Whom the carrier may call.
             * @example +43 1 0000000
             */
            phone?: string;
        };
        /** @description An order by a quote. */
        OrderRequest: {
            /**
             * @description Id of a SUCCEEDED quote of the calling partner that still holds.
             * @example quo_000007
             */
            quoteId: components["schemas"]["Id"];
            /**
             * @description The partner's own reference.
             * @example PO-7781
             */
            externalRef?: string;
            shipTo: components["schemas"]["ShipTo"];
        };
        /** @description A status that an order has had. */
        OrderEvent: {
            status: components["schemas"]["OrderStatus"];
            /**
             * Format: int64
             * @description Version of the order when it came into the status.
             * @example 8
             */
            version: number;
            /**
             * Format: date-time
             * @description When the order came into the status.
             * @example 2025-03-02T08:15:00Z
             */
            changedAt: string;
            /** @description Id of the operator who had the order then, null while none had. */
            operatorId: components["schemas"]["Id"] | null;
        };
        /** @description What has become of an order. */
        OrderHistory: {
            /**
             * @description Id of the order.
             * @example ord_000042
             */
            orderId: components["schemas"]["Id"];
            status: components["schemas"]["OrderStatus"];
            /**
             * Format: int64
             * @description Counts the changes of the order. In quotes it is the order's `ETag`.
             * @example 8
             */
            version: number;
            /** @description Its statuses, the first one first. The last one is the present one. */
            items: components["schemas"]["OrderEvent"][];
        };
        /** @description How many orders are in a status. */
        OrderCount: {
            status: components["schemas"]["OrderStatus"];
            /**
             * Format: int32
             * @description Number of orders.
             * @example 314
             */
            count: number;
        };
        /** @description How many orders there are. */
        OrderStats: {
            /**
             * Format: int32
             * @description Number of orders in all statuses together.
             * @example 2500
             */
            total: number;
            /** @description A count for every status that MES knows, in the order of an order's life. */
            items: components["schemas"]["OrderCount"][];
        };
        /** @description The status of an order. */
        OrderStatusReport: {
            status: components["schemas"]["OrderStatus"];
            /**
             * Format: int64
             * @description Counts the changes of the order. In quotes it is the order's `ETag`.
             * @example 7
             */
            version: number;
            /**
             * Format: date-time
             * @description When the status changed last.
             * @example 2025-03-01T11:00:00Z
             */
            statusChangedAt: string;
        };
        /** @description What to price. */
        QuoteRequest: {
            /**
             * @description Id of a READY model of this principal.
             * @example mod_000311
             */
            modelId: components["schemas"]["Id"];
            /**
             * @description Code of the material.
             * @example AU585
             */
            materialCode: string;
            /**
             * @description Code of one of the material's finishes. Without it, the material's first.
             * @example POLISHED
             */
            finishCode?: string;
            /**
             * Format: int32
             * @description Number of pieces.
             * @example 2
             */
            quantity: number;
            /** @description Currency of the price. */
            currency: components["schemas"]["Currency"];
            /**
             * @description The caller's own reference. It does not change the price.
             * @example PO-7781
             */
            externalRef?: string;
        };
        /**
         * @description State of a calculation. PENDING and RUNNING are followed by SUCCEEDED or FAILED; a price that is no longer valid is
         *     EXPIRED.
         * @example SUCCEEDED
         * @enum {string}
         */
        QuoteStatus: "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "EXPIRED";
        /** @description The price of a quote and what it was calculated from. */
        QuoteResult: {
            /** @description Price of one piece. */
            unitPrice: components["schemas"]["Money"];
            /** @description Price of all pieces together. */
            totalPrice: components["schemas"]["Money"];
            /**
             * @description Mass of the metal of one piece, in grams.
             * @example 6.42
             */
            metalMassG: number;
            /**
             * Format: int32
             * @description Working days from the approval to the shipment.
             * @example 12
             */
            productionDays: number;
            /**
             * @description Version of the price list.
             * @example 2025-03-01
             */
            priceListVersion: string;
            /**
             * @description Version of the pricing algorithm.
             * @example 4.2.0
             */
            algorithmVersion: string;
            /**
             * Format: date-time
             * @description Until when the price holds.
             * @example 2025-03-08T10:20:00Z
             */
            validUntil: string;
        };
        /** @description Why a calculation failed. */
        QuoteFailure: {
            /**
             * @description Reason for programs. A piece `too-small-to-cast` has less than 1 mm³, one `too-large-to-cast` an edge of its box
             *     beyond 200 mm, and one `too-heavy-to-cast` more than 2,000 g of metal: the same request fails again.
             * @example too-heavy-to-cast
             * @enum {string}
             */
            code: "calculation-failed" | "calculation-timed-out" | "model-rejected" | "too-heavy-to-cast" | "too-large-to-cast" | "too-small-to-cast";
            /**
             * @description Reason for people.
             * @example A piece has 2617.6 g of metal; at most 2000 g can be cast.
             */
            detail: string;
        };
        /** @description A price calculation. */
        Quote: {
            id: components["schemas"]["Id"];
            status: components["schemas"]["QuoteStatus"];
            /**
             * Format: int64
             * @description Counts the changes of this quote. In quotes it is the quote's `ETag`.
             * @example 3
             */
            version: number;
            /**
             * @description SHA-256, in hexadecimal, over everything that the price depends on.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            fingerprint: string;
            /** @description What was asked for. */
            request: components["schemas"]["QuoteRequest"];
            /** @description The price, null unless the quote has SUCCEEDED or EXPIRED. */
            result: components["schemas"]["QuoteResult"] | null;
            /** @description Why the calculation failed, null unless it has. */
            failure: components["schemas"]["QuoteFailure"] | null;
            /**
             * Format: date-time
             * @description When the quote was requested.
             * @example 2025-03-01T10:20:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the calculation ended. Missing before that.
             * @example 2025-03-01T10:22:41Z
             */
            completedAt?: string;
        };
        /** @description A page of quotes. */
        QuotePage: {
            /** @description The rows. */
            items: components["schemas"]["Quote"][];
            /**
             * @description Cursor of the next page, null on the last one.
             * @example eyJhdCI6MTc0MDgyNDgwMH0
             * @example null
             */
            nextCursor: string | null;
        };
        /**
         * @description Kind of an event. order.changed when an order is new or its status has changed, quote.changed when a calculation has
         *     begun or ended.
         * @example order.changed
         * @enum {string}
         */
        WebhookEvent: "order.changed" | "quote.changed";
        /** @description Where to send messages, and which. */
        WebhookSubscriptionRequest: {
            /**
             * Format: uri
             * @description Address that takes the messages, an `https` one without user name and fragment, on a host that MES may call.
             * @example https://partner.example/mes-events
             */
            url: string;
            /** @description Kinds of events to be told of. */
            events: components["schemas"]["WebhookEvent"][];
        };
        /** @description A partner's subscription to messages. */
        WebhookSubscription: {
            id: components["schemas"]["Id"];
            /**
             * Format: uri
             * @description Address that takes the messages.
             * @example https://partner.example/mes-events
             */
            url: string;
            /** @description Kinds of events that it is told of. */
            events: components["schemas"]["WebhookEvent"][];
            /**
             * Format: date-time
             * @description When it began.
             * @example 2025-03-01T09:00:00Z
             */
            createdAt: string;
        };
        /** @description A new subscription. */
        NewWebhookSubscription: components["schemas"]["WebhookSubscription"] & {
            /**
             * @description What the messages are signed with, `whsec_` and 32 random bytes in base64. Shown this once.
             * @example whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
             */
            secret: string;
        };
        /** @description Every subscription of a partner. */
        WebhookSubscriptionList: {
            /** @description The subscriptions, the oldest first. */
            items: components["schemas"]["WebhookSubscription"][];
        };
        /** @description An event, as a subscriber is told of it. */
        WebhookMessage: components["schemas"]["OrderChanged"] | components["schemas"]["QuoteChanged"];
        /** @description An order has changed, or is new. */
        OrderChanged: {
            /**
             * @description Kind of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "order.changed";
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2025-03-02T08:15:00Z
             */
            timestamp: string;
            /** @description What has changed, and how. */
            data: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Its status now.
                 * @example MANUFACTURING_STARTED
                 */
                status: components["schemas"]["OrderStatus"];
                /**
                 * @description Its status before, null when it is new.
                 * @example MANUFACTURING_APPROVED
                 * @example null
                 */
                previousStatus: components["schemas"]["OrderStatus"] | null;
                /**
                 * Format: int64
                 * @description Its version now.
                 * @example 8
                 */
                version: number;
                /** @description Tags of every cached answer that shows it or its counts, to be invalidated where answers are cached. */
                tags: string[];
            };
        };
        /** @description A quote has changed, or is new. */
        QuoteChanged: {
            /**
             * @description Kind of the event. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            type: "quote.changed";
            /**
             * Format: date-time
             * @description When it happened.
             * @example 2025-03-02T08:15:00Z
             */
            timestamp: string;
            /** @description What has changed, and how. */
            data: {
                /**
                 * @description Id of the quote.
                 * @example quo_000042
                 */
                id: components["schemas"]["Id"];
                /**
                 * @description Its status now.
                 * @example SUCCEEDED
                 */
                status: components["schemas"]["QuoteStatus"];
                /**
                 * @description Its status before, null when it is new.
                 * @example RUNNING
                 * @example null
                 */
                previousStatus: components["schemas"]["QuoteStatus"] | null;
                /**
                 * Format: int64
                 * @description Its version now.
                 * @example 8
                 */
                version: number;
                /** @description Tags of every cached answer that shows it or its counts, to be invalidated where answers are cached. */
                tags: string[];
            };
        };
        /**
         * @description Kind of a failure, for programs.
         * @example not-found
         * @enum {string}
         */
        ProblemCode: "validation-failed" | "unauthenticated" | "forbidden" | "not-found" | "order-already-claimed" | "invalid-transition" | "model-not-ready" | "quote-expired" | "quote-not-succeeded" | "upload-incomplete" | "idempotency-key-reused" | "version-mismatch" | "model-rejected" | "precondition-required" | "rate-limited" | "internal-error" | "unavailable";
        /** @description One offence of an invalid request. */
        ProblemDetail: {
            /**
             * @description JSON Pointer into the body, or the name of the parameter.
             * @example /quantity
             */
            pointer: string;
            /**
             * @description What is wrong with it.
             * @example must be at most 1000
             */
            detail: string;
        };
        /** @description A failure, in the form of RFC 9457. */
        Problem: {
            /**
             * Format: uri-reference
             * @description Names the kind of the failure.
             * @example /problems/not-found
             */
            type: string;
            /**
             * @description Summary for people, the same for every failure of a kind.
             * @example Not found
             */
            title: string;
            /**
             * Format: int32
             * @description HTTP status of the answer.
             * @example 404
             */
            status: number;
            code: components["schemas"]["ProblemCode"];
            /**
             * @description What went wrong this time, for people.
             * @example There is no order ord_000042.
             */
            detail?: string;
            /**
             * @description Id to find the request by in the logs of the API.
             * @example 4bf92f3577b34da6
             */
            traceId: string;
            /** @description Every offence of an invalid request. */
            errors?: components["schemas"]["ProblemDetail"][];
        };
    };
    responses: {
        /** @description The entity tag still holds. */
        NotModified: {
            headers: {
                /**
                 * @description The entity tag that still holds.
                 * @example "7"
                 */
                ETag?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description A parameter or a field is missing, unknown or out of its bounds. */
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credentials are missing or not valid. */
        Unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The principal's role does not allow this. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such resource, or it belongs to another tenant. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The order's status does not allow it. */
        TransitionRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key was used before with another body. */
        IdempotencyKeyReused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource has changed since the version in `If-Match`. */
        VersionMismatch: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The model cannot be made. */
        ModelRejected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The header that this command requires (`If-Match` or `Idempotency-Key`) is missing. */
        PreconditionRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests of this principal. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Any other failure. */
        Unexpected: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Id of the order.
         * @example ord_000042
         */
        OrderId: components["schemas"]["Id"];
        /**
         * @description Id of the model.
         * @example mod_000311
         */
        ModelId: components["schemas"]["Id"];
        /**
         * @description Id of the quote.
         * @example quo_000007
         */
        QuoteId: components["schemas"]["Id"];
        /**
         * @description Most rows on a page. The server's default is 50.
         * @example 50
         */
        Limit: number;
        /**
         * @description Where the page starts; `nextCursor` of the page before it. Opaque.
         * @example eyJhdCI6MTc0MDgyNDgwMH0
         */
        Cursor: string;
        /**
         * @description The order's `ETag` (its version in quotes) as last seen. The command is refused when the order has changed since.
         * @example "7"
         */
        IfMatch: components["schemas"]["EntityTag"];
        /**
         * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
         * @example "7"
         */
        IfNoneMatch: string;
        /**
         * @description Names one intent of the caller. A repeated request with the same key has no second effect and gets the first answer, for 24 hours.
         * @example 5f0c2f8e-8a55-4a0e-9f4b-2f6f8f4b6c11
         */
        IdempotencyKey: string;
        /**
         * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
         * @example v1;at=1740824800000-3
         */
        CachePosition: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Strong entity tag, the resource's version in quotes.
         * @example "7"
         */
        ETag: components["schemas"]["EntityTag"];
        /**
         * @description Weak entity tag of a list.
         * @example W/"5d41402a"
         */
        WeakETag: string;
        /**
         * @description Always `private`. Shared caches in between must not keep the answer.
         * @example private
         */
        CacheControl: "private";
        /**
         * @description Path of the resource.
         * @example /v1/quotes/quo_000007
         */
        Location: string;
        /**
         * @description Seconds to wait before asking again.
         * @example 15
         */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "materials.list": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every material. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "models.list": {
        parameters: {
            query?: {
                /**
                 * @description Keeps models whose file has this SHA-256, in hexadecimal.
                 * @example 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
                 */
                sha256?: string;
                /**
                 * @description Most rows on a page. The server's default is 50.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Where the page starts; `nextCursor` of the page before it. Opaque.
                 * @example eyJhdCI6MTc0MDgyNDgwMH0
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of models. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "models.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names one intent of the caller. A repeated request with the same key has no second effect and gets the first answer, for 24 hours.
                 * @example 5f0c2f8e-8a55-4a0e-9f4b-2f6f8f4b6c11
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The file to upload. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelRequest"];
            };
        };
        responses: {
            /** @description The principal's own model of this content. `upload` is null. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewModel"];
                };
            };
            /** @description The model, and where to upload its file. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewModel"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            409: components["responses"]["IdempotencyKeyReused"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "models.get": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                /**
                 * @description Id of the model.
                 * @example mod_000311
                 */
                modelId: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "models.complete": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The model's `ETag` (its version in quotes) as last seen. The command is refused when the model has changed since.
                 * @example "1"
                 */
                "If-Match": components["schemas"]["EntityTag"];
            };
            path: {
                /**
                 * @description Id of the model.
                 * @example mod_000311
                 */
                modelId: components["parameters"]["ModelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model, now being analysed. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Model"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            /** @description The file is not there yet, or the model is not UPLOADING. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.stats": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderStats"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.list": {
        parameters: {
            query?: {
                /**
                 * @description Keeps orders in one of these statuses. Without it, orders in every status.
                 * @example [
                 *       "MANUFACTURING_APPROVED"
                 *     ]
                 */
                status?: components["schemas"]["OrderStatus"][];
                /**
                 * @description Keeps orders taken by the operator with this id.
                 * @example op_17
                 */
                assignee?: components["schemas"]["Id"];
                /**
                 * @description Keeps orders of this partner. A partner may name only itself.
                 * @example partner_42
                 */
                partnerId?: components["schemas"]["Id"];
                /**
                 * @description Keeps orders that came in through this channel.
                 * @example PARTNER
                 */
                channel?: components["schemas"]["Channel"];
                /**
                 * @description Keeps orders whose status changed at this instant or later.
                 * @example 2025-03-01T00:00:00Z
                 */
                updatedSince?: string;
                /**
                 * @description Order of the rows; a leading minus means descending. Rows of the same instant are ordered by id.
                 * @example -statusChangedAt
                 */
                sort?: "-createdAt" | "createdAt" | "-statusChangedAt";
                /**
                 * @description Most rows on a page. The server's default is 50.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Where the page starts; `nextCursor` of the page before it. Opaque.
                 * @example eyJhdCI6MTc0MDgyNDgwMH0
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names one intent of the caller. A repeated request with the same key has no second effect and gets the first answer, for 24 hours.
                 * @example 5f0c2f8e-8a55-4a0e-9f4b-2f6f8f4b6c11
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description The quote to order by, and where to send the pieces. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderRequest"];
            };
        };
        responses: {
            /** @description The order. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The quote's price no longer holds, or there is none; or the key was used before with another body. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.get": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.status": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order's status. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderStatusReport"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.history": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order's history. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderHistory"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.claim": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The order's `ETag` (its version in quotes) as last seen. The command is refused when the order has changed since.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order, now assigned to the caller. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Somebody else took the order, or its status does not allow it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.complete": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The order's `ETag` (its version in quotes) as last seen. The command is refused when the order has changed since.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order, now completed. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionRefused"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.startPackaging": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The order's `ETag` (its version in quotes) as last seen. The command is refused when the order has changed since.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order, now being packed. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionRefused"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "orders.ship": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The order's `ETag` (its version in quotes) as last seen. The command is refused when the order has changed since.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description Id of the order.
                 * @example ord_000042
                 */
                orderId: components["parameters"]["OrderId"];
            };
            cookie?: never;
        };
        /** @description Where the shipment can be followed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Tracking"];
            };
        };
        responses: {
            /** @description The order, now on its way. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderTransition"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["TransitionRefused"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "quotes.list": {
        parameters: {
            query?: {
                /**
                 * @description Keeps quotes in one of these statuses. Without it, quotes in every status.
                 * @example [
                 *       "SUCCEEDED"
                 *     ]
                 */
                status?: components["schemas"]["QuoteStatus"][];
                /**
                 * @description Keeps quotes for this model.
                 * @example mod_000311
                 */
                modelId?: components["schemas"]["Id"];
                /**
                 * @description Most rows on a page. The server's default is 50.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description Where the page starts; `nextCursor` of the page before it. Opaque.
                 * @example eyJhdCI6MTc0MDgyNDgwMH0
                 */
                cursor?: components["parameters"]["Cursor"];
            };
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of quotes. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotePage"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "quotes.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names one intent of the caller. A repeated request with the same key has no second effect and gets the first answer, for 24 hours.
                 * @example 5f0c2f8e-8a55-4a0e-9f4b-2f6f8f4b6c11
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description What to price. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        responses: {
            /** @description An identical live quote of this principal. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            /** @description The calculation was accepted. */
            202: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            /** @description The model is not READY yet, or the key was used before with another body. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: components["responses"]["ModelRejected"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "quotes.get": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path: {
                /**
                 * @description Id of the quote.
                 * @example quo_000007
                 */
                quoteId: components["parameters"]["QuoteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quote. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quote"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "webhooks.list": {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
                 * @example "7"
                 */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /**
                 * @description Position in the invalidation log that a caching server must have reached before it may answer from its cache. Opaque.
                 * @example v1;at=1740824800000-3
                 */
                "Cache-Position"?: components["parameters"]["CachePosition"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every subscription of the partner. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSubscriptionList"];
                };
            };
            304: components["responses"]["NotModified"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "webhooks.create": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Names one intent of the caller. A repeated request with the same key has no second effect and gets the first answer, for 24 hours.
                 * @example 5f0c2f8e-8a55-4a0e-9f4b-2f6f8f4b6c11
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        /** @description Where to send messages, and which. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSubscriptionRequest"];
            };
        };
        responses: {
            /** @description The subscription, with its secret. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookSubscription"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["IdempotencyKeyReused"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "webhooks.delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the subscription.
                 * @example whs_000003
                 */
                subscriptionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "webhooks.change": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Id of the message, the same in every attempt.
                 * @example msg_2b1f6a3c
                 */
                "webhook-id": string;
                /**
                 * @description When this attempt was made, in seconds since 1970.
                 * @example 1740824800
                 */
                "webhook-timestamp": string;
                /**
                 * @description One signature, or several behind each other, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description What has changed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookMessage"];
            };
        };
        responses: {
            /** @description The message was taken. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The signature does not hold. The message is sent again. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
