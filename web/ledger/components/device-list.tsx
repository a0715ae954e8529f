/** The devices of one person, and the way to be rid of one. */
import { fingerprintOf } from "../../../shared/ledger/identity/pseudonym.ts";
import type { IdentityView } from "../../../worker/ledger-api.ts";
import { DEVICES_TEXT } from "../text/you-text.ts";
import { granted, useAction } from "../use-action.ts";
import { ActionNote } from "./action-note.tsx";
import { ConfirmButton } from "./confirm-button.tsx";
import type { PersonProps } from "./you-screen.tsx";

type Device = IdentityView["devices"][number];

export function DeviceList({ ledger, identity, onChange }: PersonProps) {
  const { state, run } = useAction();
  const revoke = ({ device }: Device) =>
    run(async () => {
      granted(await ledger.ask((api) => api.revokeDevice(device)));
      onChange();
      return DEVICES_TEXT.done;
    });
  return (
    <section className="part" aria-labelledby="devices-heading">
      <h3 id="devices-heading">{DEVICES_TEXT.title}</h3>
      <p className="note">{DEVICES_TEXT.note}</p>
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
        {isThis && <strong> {DEVICES_TEXT.here}</strong>}
        <span className="note">
          {" "}
          {DEVICES_TEXT.since(since)}
          {isRevoked && `, ${DEVICES_TEXT.revoked}`}
        </span>
      </span>
      {!isThis && !isRevoked && (
        <ConfirmButton
          label={DEVICES_TEXT.revoke}
          about={fingerprint}
          question={DEVICES_TEXT.revokeQuestion}
          yes={DEVICES_TEXT.revoke}
          no={DEVICES_TEXT.keep}
          onConfirm={onRevoke}
          testId="revoke-device"
        />
      )}
    </li>
  );
}
