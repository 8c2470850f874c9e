// Generated from openapi/crm.yaml, do not edit: change the document and run `npm run generate`.
export interface paths {
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists orders, newest first.
         * @description One page of the orders that the principal may see and that meet every given filter, the ones created last first. Ask for
         *     the next page with `nextCursor` as `cursor` and the other parameters unchanged.
         */
        get: operations["orders.list"];
        put?: never;
        post?: never;
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
    "/orders/{orderId}/approve": {
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
         * Approves an order for manufacturing.
         * @description Moves the order from PRICE_CALCULATED to MANUFACTURING_APPROVED. MES hears of it asynchronously: an operator can take the
         *     order as soon as MES has applied it. A cancelled order cannot be approved. Sellers and administrators only.
         */
        post: operations["orders.approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/close": {
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
         * Closes an order that was sent.
         * @description Moves the order from SHIPPED to CLOSED, when the carrier has reported the delivery, or by hand. MES hears of it
         *     asynchronously. Sellers and administrators only.
         */
        post: operations["orders.close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{orderId}/cancel": {
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
         * Cancels an order.
         * @description Records the cancellation; the status stays where it is. Possible until the manufacturing starts, and once. MES hears of it
         *     asynchronously: when an operator has taken the order by then, it is made, and the cancellation is withdrawn. Sellers and
         *     administrators only.
         */
        post: operations["orders.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists customers, ordered by id.
         * @description One page of the customers that meet every given filter. Ask for the next page with `nextCursor` as `cursor` and the other
         *     parameters unchanged. Sellers and administrators only.
         */
        get: operations["customers.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/customers/{customerId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the customer.
                 * @example cus_000815
                 */
                customerId: components["parameters"]["CustomerId"];
            };
            cookie?: never;
        };
        /**
         * Reads one customer.
         * @description Sellers and administrators only.
         */
        get: operations["customers.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a customer's record.
         * @description Fields that are left out stay as they are; an address is replaced as a whole. Sellers and administrators only.
         */
        patch: operations["customers.update"];
        trace?: never;
    };
    "/partners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists partners, ordered by id.
         * @description One page of the partners that meet every given filter. Ask for the next page with `nextCursor` as `cursor` and the other
         *     parameters unchanged. Staff only.
         */
        get: operations["partners.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/partners/{partnerId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the partner.
                 * @example partner_42
                 */
                partnerId: components["parameters"]["PartnerId"];
            };
            cookie?: never;
        };
        /**
         * Reads one partner.
         * @description Staff only.
         */
        get: operations["partners.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
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
        /** @description Why and when CRM closed an order. */
        Closure: {
            /**
             * @description Reason for people.
             * @example Delivered on 2025-03-20
             */
            reason: string;
            /**
             * Format: date-time
             * @description When it was closed.
             * @example 2025-03-20T14:05:00Z
             */
            closedAt: string;
        };
        /** @description The closing of an order. */
        CloseRequest: {
            /**
             * @description Reason for people, 1 to 500 characters without personal data.
             * @example Delivered on 2025-03-20
             */
            reason: string;
        };
        /** @description The cancellation of an order. */
        CancelRequest: {
            /**
             * @description Reason for people, 1 to 500 characters without personal data.
             * @example Customer changed their mind
             */
            reason: string;
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
        /** @description An order as sales staff see it. */
        Order: {
            id: components["schemas"]["Id"];
            /**
             * @description Number for people, printed on papers.
             * @example M-2025-000042
             */
            number: string;
            channel: components["schemas"]["Channel"];
            /**
             * @description Id of the shop's customer. Only orders of the channel SHOP have it.
             * @example cus_000815
             */
            customerId?: components["schemas"]["Id"];
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
             * @description Counts the changes of this order in CRM. In quotes it is the order's `ETag`.
             * @example 4
             */
            version: number;
            /**
             * Format: int32
             * @description Number of pieces.
             * @example 2
             */
            quantity: number;
            /** @description Price of all pieces together, null until it was calculated. */
            price: components["schemas"]["Money"] | null;
            /**
             * Format: date-time
             * @description When the order was promised to be sent, null before the order was placed.
             * @example 2025-03-22T00:00:00Z
             * @example null
             */
            promisedAt: string | null;
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
            /** @description The order's closing. Only orders that were closed by a command have it. */
            closure?: components["schemas"]["Closure"];
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
        /** @description A postal address. */
        Address: {
            /**
             * @description Street, house number and what else stands above the city, 1 to 4 lines.
             * @example [
             *       "Goldschmiedgasse 7"
             *     ]
             */
            lines: string[];
            /**
             * @description Postal code, 1 to 16 characters as the country writes it.
             * @example 75172
             */
            postalCode: string;
            /**
             * @description City, 1 to 100 characters.
             * @example Pforzheim
             */
            city: string;
            country: components["schemas"]["Country"];
        };
        /**
         * @description Country code of ISO 3166-1, two letters.
         * @example DE
         */
        Country: string;
        /** @description A customer of the shop. */
        Customer: {
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Counts the changes of this record from 1. In quotes it is the customer's `ETag`.
             * @example 3
             */
            version: number;
            /**
             * @description Full name.
             * @example Erika Mustermann
             */
            name: string;
            /**
             * Format: email
             * @description Address for electronic mail.
             * @example erika@example.com
             */
            email: string;
            /**
             * @description Phone number in the form of E.164, null where none is known.
             * @example +4972311234567
             * @example null
             */
            phone: string | null;
            /** @description Address that orders are sent to, null where none is known. */
            address: components["schemas"]["Address"] | null;
            /**
             * Format: date-time
             * @description When the customer registered.
             * @example 2024-11-05T09:12:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the record changed last.
             * @example 2025-03-01T10:20:00Z
             */
            updatedAt: string;
        };
        /** @description Changes of a customer's record. What is left out stays. */
        CustomerUpdate: {
            /**
             * @description Full name, 1 to 200 characters.
             * @example Erika Mustermann
             */
            name?: string;
            /**
             * Format: email
             * @description Address for electronic mail, at most 254 characters.
             * @example erika@example.com
             */
            email?: string;
            /**
             * @description Phone number in the form of E.164; null removes it.
             * @example +4972311234567
             * @example null
             */
            phone?: string | null;
            /** @description Address that orders are sent to; null removes it. */
            address?: components["schemas"]["Address"] | null;
        };
        /** @description A page of customers. */
        CustomerPage: {
            /** @description The rows. */
            items: components["schemas"]["Customer"][];
            /**
             * @description Cursor of the next page, null on the last one.
             * @example eyJhdCI6MTc0MDgyNDgwMH0
             * @example null
             */
            nextCursor: string | null;
        };
        /**
         * @description Whether a partner may order. A SUSPENDED one may read what it has ordered.
         * @example ACTIVE
         * @enum {string}
         */
        PartnerStatus: "ACTIVE" | "SUSPENDED";
        /** @description A partner, an external jeweller or seller. A company, without personal data. */
        Partner: {
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Counts the changes of this record from 1. In quotes it is the partner's `ETag`.
             * @example 1
             */
            version: number;
            /**
             * @description Name of the company.
             * @example Juwelier Nord GmbH
             */
            name: string;
            status: components["schemas"]["PartnerStatus"];
            country: components["schemas"]["Country"];
            /** @description Currency of the partner's invoices. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int32
             * @description Days after its date within which an invoice is paid.
             * @example 30
             */
            paymentTermDays: number;
            /**
             * Format: date-time
             * @description When the partner joined.
             * @example 2023-05-02T08:00:00Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When the record changed last.
             * @example 2024-01-15T12:00:00Z
             */
            updatedAt: string;
        };
        /** @description A page of partners. */
        PartnerPage: {
            /** @description The rows. */
            items: components["schemas"]["Partner"][];
            /**
             * @description Cursor of the next page, null on the last one.
             * @example eyJhdCI6MTc0MDgyNDgwMH0
             * @example null
             */
            nextCursor: string | null;
        };
        /**
         * @description Kind of a failure, for programs.
         * @example not-found
         * @enum {string}
         */
        ProblemCode: "validation-failed" | "unauthenticated" | "forbidden" | "not-found" | "invalid-transition" | "version-mismatch" | "precondition-required" | "rate-limited" | "internal-error" | "unavailable";
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
                ETag: string;
                "Cache-Control": components["headers"]["CacheControl"];
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
        /** @description The order's status or its cancellation does not allow it. */
        TransitionRefused: {
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
         * @description Id of the customer.
         * @example cus_000815
         */
        CustomerId: components["schemas"]["Id"];
        /**
         * @description Id of the partner.
         * @example partner_42
         */
        PartnerId: components["schemas"]["Id"];
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
         * @description The resource's `ETag` (its version in quotes) as last seen. The command is refused when the resource has changed since.
         * @example "7"
         */
        IfMatch: components["schemas"]["EntityTag"];
        /**
         * @description An `ETag` as last seen. While it still holds, the answer is 304 without a body.
         * @example "7"
         */
        IfNoneMatch: string;
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
         * @description Seconds to wait before asking again.
         * @example 15
         */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "orders.list": {
        parameters: {
            query?: {
                /**
                 * @description Keeps orders in one of these statuses. Without it, orders in every status.
                 * @example [
                 *       "PRICE_CALCULATED"
                 *     ]
                 */
                status?: components["schemas"]["OrderStatus"][];
                /**
                 * @description Keeps orders of this customer of the shop.
                 * @example cus_000815
                 */
                customerId?: components["schemas"]["Id"];
                /**
                 * @description Keeps orders of this partner. A partner may name only itself.
                 * @example partner_42
                 */
                partnerId?: components["schemas"]["Id"];
                /**
                 * @description Keeps orders whose status changed at this instant or later.
                 * @example 2025-03-01T00:00:00Z
                 */
                updatedSince?: string;
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
    "orders.approve": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The resource's `ETag` (its version in quotes) as last seen. The command is refused when the resource has changed since.
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
            /** @description The order, now approved. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
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
    "orders.close": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The resource's `ETag` (its version in quotes) as last seen. The command is refused when the resource has changed since.
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
        /** @description Why the order is closed. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CloseRequest"];
            };
        };
        responses: {
            /** @description The order, now closed. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
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
    "orders.cancel": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The resource's `ETag` (its version in quotes) as last seen. The command is refused when the resource has changed since.
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
        /** @description Why the order is cancelled. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRequest"];
            };
        };
        responses: {
            /** @description The order, now cancelled. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
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
    "customers.list": {
        parameters: {
            query?: {
                /**
                 * @description Keeps customers whose record changed at this instant or later.
                 * @example 2025-03-01T00:00:00Z
                 */
                updatedSince?: string;
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
            /** @description A page of customers. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerPage"];
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
    "customers.get": {
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
                 * @description Id of the customer.
                 * @example cus_000815
                 */
                customerId: components["parameters"]["CustomerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The customer. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "customers.update": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The resource's `ETag` (its version in quotes) as last seen. The command is refused when the resource has changed since.
                 * @example "7"
                 */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description Id of the customer.
                 * @example cus_000815
                 */
                customerId: components["parameters"]["CustomerId"];
            };
            cookie?: never;
        };
        /** @description The fields to change. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerUpdate"];
            };
        };
        responses: {
            /** @description The customer after the change. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["VersionMismatch"];
            428: components["responses"]["PreconditionRequired"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
    "partners.list": {
        parameters: {
            query?: {
                /**
                 * @description Keeps partners in this status. Without it, partners in every status.
                 * @example ACTIVE
                 */
                status?: components["schemas"]["PartnerStatus"];
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
            /** @description A page of partners. */
            200: {
                headers: {
                    ETag: components["headers"]["WeakETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartnerPage"];
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
    "partners.get": {
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
                 * @description Id of the partner.
                 * @example partner_42
                 */
                partnerId: components["parameters"]["PartnerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The partner. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Partner"];
                };
            };
            304: components["responses"]["NotModified"];
            400: components["responses"]["ValidationFailed"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            default: components["responses"]["Unexpected"];
        };
    };
}
