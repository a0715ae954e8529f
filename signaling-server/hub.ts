/** Who is connected under which address, and who is in which room. All that the server knows, and only while they stay. */
import { MemberSet, type RandomBelow } from "./member-set.ts";

export interface Occupancy {
  /** Sockets that were welcomed, joined or not. */
  readonly sockets: number;
  readonly peers: number;
  readonly rooms: number;
}

export interface Member {
  readonly address: string;
  /** The project's hash; undefined before a good join. */
  readonly room: string | undefined;
  /** One message for this peer, as JSON. */
  deliver(text: string): void;
}

export class Hub<Session extends Member> {
  readonly #sessions = new Map<string, Session>();
  readonly #rooms = new Map<string, MemberSet<string>>();
  readonly #randomBelow: RandomBelow;
  #peerCount = 0;

  constructor(randomBelow: RandomBelow) {
    this.#randomBelow = randomBelow;
  }

  occupancy(): Occupancy {
    return { sockets: this.#sessions.size, peers: this.#peerCount, rooms: this.#rooms.size };
  }

  /** How many are in this room. */
  memberCount(room: string): number {
    return this.#rooms.get(room)?.size ?? 0;
  }

  all(): Session[] {
    return [...this.#sessions.values()];
  }

  get(address: string): Session | undefined {
    return this.#sessions.get(address);
  }

  /** The caller has made sure that the address is free. */
  add(session: Session): void {
    this.#sessions.set(session.address, session);
  }

  /** Once, after the session has its room. */
  enterRoom(session: Session, room: string): void {
    const members = this.#rooms.get(room) ?? new MemberSet<string>();
    members.add(session.address);
    this.#rooms.set(room, members);
    this.#peerCount++;
  }

  /** Does nothing for a session that is gone already, even when another has its address now. */
  remove(session: Session): void {
    if (this.#sessions.get(session.address) !== session) return;
    this.#sessions.delete(session.address);
    if (session.room === undefined) return;
    this.#peerCount--;
    const members = this.#rooms.get(session.room);
    members?.delete(session.address);
    if (members?.size === 0) this.#rooms.delete(session.room);
  }

  /** The peer of that address, if it is in the same room. Who is elsewhere looks exactly like nobody. */
  neighbour(session: Session, address: string): Session | undefined {
    const other = this.#sessions.get(address);
    return session.room !== undefined && other?.room === session.room ? other : undefined;
  }

  /** Addresses of others in the session's room, drawn uniformly. */
  introduce(session: Session, count: number): string[] {
    const members = session.room === undefined ? undefined : this.#rooms.get(session.room);
    return members?.sample(count, session.address, this.#randomBelow) ?? [];
  }
}
