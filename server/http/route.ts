/** How a route is declared: its address, who may call, what goes in and out. One file a route, one row of the table. */
import type { z } from 'zod';
import type { ProblemSlug } from '../../shared/problem.ts';
import type { ActingPowerUser, Superadmin } from '../command/actor.ts';
import type { Occasion } from '../command/change.ts';
import type { Viewer } from '../report/viewer.ts';
import type { Session } from '../token/session.ts';
import type { Ports } from './ports.ts';

/**
 * How callers prove who they are. `public`: not at all, nothing but public facts comes out.
 * `assertion`: by a portal's signature. `session`: by a scope token. `link`: by a signed address. `administration`: by
 * a superadmin's token, or by the scope token of a power user who administers others.
 */
export type Access = 'public' | 'assertion' | 'session' | 'link' | 'administration';

export interface Call extends Ports {
  readonly request: Request;
  readonly requestId: string;
  /** Unix seconds at which the request came in. */
  readonly nowSeconds: number;
}

/** A call whose token has been verified and whose scope has been worked out for this very request. */
export interface SessionCall extends Call {
  readonly session: Session;
  readonly viewer: Viewer;
}

/** Whoever may come through the door of administration. */
export type Administrator = Superadmin | ActingPowerUser;

/** A call of somebody who administers: as it stands, the occasion of a command. */
export interface AdministrationCall extends Call, Occasion {
  readonly actor: Administrator;
}

interface CallsOf {
  readonly public: Call;
  readonly assertion: Call;
  readonly session: SessionCall;
  readonly link: Call;
  readonly administration: AdministrationCall;
}

export interface Shape {
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Described for readers; the handler reads the form itself, because its errors are an RFC's own. */
  readonly form?: z.ZodObject;
}

/** What a handler is given: exactly what its schemas let through. */
export type Input<S extends Shape> = {
  [Part in keyof S]: Part extends 'form'
    ? URLSearchParams
    : S[Part] extends z.ZodType
      ? z.infer<S[Part]>
      : never;
};

/** What changes a resource that is there takes `If-Match`. */
export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

export interface Route<A extends Access = Access, S extends Shape = Shape> {
  readonly method: Method;
  /** OpenAPI style: `/v1/reports/{id}`. */
  readonly path: string;
  readonly access: A;
  /** Of `administration`: which kinds of actor may call. Superadmins alone unless it says otherwise. */
  readonly for?: readonly Administrator['kind'][];
  readonly summary: string;
  readonly description?: string;
  readonly request: S;
  readonly answer: {
    readonly status: 200 | 201;
    readonly description: string;
    /** A schema for JSON, or the media type of something else. */
    readonly body: z.ZodType | string;
  };
  /** The problems that this route adds to those that every route of its access has. */
  readonly problems?: readonly ProblemSlug[];
  handle(input: Input<S>, call: CallsOf[A]): Promise<Response>;
}

/** Ties a handler's input to its schemas, then forgets the detail so that routes fit one table. */
export const defineRoute = <A extends Access, S extends Shape>(route: Route<A, S>): Route =>
  route as unknown as Route;

/** A JSON answer that no cache keeps. */
export const json = (body: unknown, status: 200 | 201 = 200, headers?: HeadersInit): Response =>
  Response.json(body, { status, ...(headers && { headers }) });
