/** The devices of one person, and the way to be rid of one. */
import { fingerprintOf } from "../../../shared/ledger/identity/pseudonym.ts";
import type { IdentityView } from "../../../worker/ledger-api.ts";
import { granted } from "../granted.ts";
import { useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { ConfirmButton } from "./confirm-button.tsx";
import type { PersonProps } from "./you-screen.tsx";
import { formatDate } from "../text/dates.ts";
import { say } from "../../messages/say.ts";

type Device = IdentityView["devices"][number];

export function DeviceList({ ledger, identity, onChange }: PersonProps) {
  const { state, run } = useAction();
  const revoke = ({ device }: Device) =>
    run(async () => {
      granted(await ledger.ask((api) => api.revokeDevice(device)));
      onChange();
      return say("devices.done");
    });
  return (
    <section className="part you-part" aria-labelledby="devices-heading">
      <h3 id="devices-heading">{say("devices.title")}</h3>
      <p className="note">{say("devices.note")}</p>
      <ul className="devices">
        {identity.devices.map((device) => (
          <DeviceRow key={device.device} device={device} onRevoke={() => revoke(device)} />
        ))}
      </ul>
      <ActionNote state={state} />
    </section>
  );
}

interface DeviceRowProps {
  readonly device: Device;
  readonly onRevoke: () => void;
}

function DeviceRow({ device: { device, since, isRevoked, isThis }, onRevoke }: DeviceRowProps) {
  const fingerprint = fingerprintOf(device);
  return (
    <li data-testid="device" data-revoked={isRevoked}>
      <span>
        <span className="hash">{fingerprint}</span>
        {isThis && <strong> {say("devices.here")}</strong>}
        <span className="note">
          {" "}
          {say(isRevoked ? "devices.since-revoked" : "devices.since", { date: formatDate(since) })}
        </span>
      </span>
      {!isThis && !isRevoked && (
        <ConfirmButton
          label={say("devices.revoke")}
          about={fingerprint}
          question={say("devices.revoke-question")}
          yes={say("devices.revoke")}
          no={say("devices.keep")}
          onConfirm={onRevoke}
          testId="revoke-device"
        />
      )}
    </li>
  );
}
