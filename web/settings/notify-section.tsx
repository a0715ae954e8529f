/** Whether milestones are told while nobody looks at the page. The browser asks too, on this click and never before. */
import { useState } from "react";
import { Part } from "../components/part.tsx";
import { say } from "../messages/say.ts";
import {
  askPermission,
  notifyMemory,
  type Permission,
  readPermission,
} from "../notifications/browser-notifications.ts";

export function NotifySection() {
  const [isOn, setIsOn] = useState(() => notifyMemory.read().isOn);
  const [permission, setPermission] = useState<Permission>(readPermission);
  const [wasIgnored, setWasIgnored] = useState(false);
  const choose = async (isWanted: boolean) => {
    const answer = isWanted ? await askPermission() : permission;
    const isGranted = isWanted && answer === "granted";
    notifyMemory.change({ isOn: isGranted });
    setIsOn(isGranted);
    setPermission(answer);
    setWasIgnored(isWanted && answer === "default");
  };
  const isBlocked = permission === "denied" || permission === "none";
  return (
    <Part className="settings-part" title={say("settings.notifications")} testId="settings-notifications">
      <label className="switch">
        <input
          type="checkbox"
          checked={isOn && permission === "granted"}
          disabled={isBlocked}
          data-testid="notifications"
          onChange={({ currentTarget }) => void choose(currentTarget.checked)}
        />
        {say("notify.switch")}
      </label>
      <p className="note">{say("notify.note")}</p>
      <p className="note" role="status" data-testid="notify-trouble">
        {permission === "denied" && say("notify.blocked")}
        {permission === "none" && say("notify.none")}
        {wasIgnored && say("notify.ignored")}
      </p>
    </Part>
  );
}
