import { QRCodeSVG } from 'qrcode.react';
import styles from './account.module.css';

/** What the app is given: to be scanned, to be opened on the same device, or to be typed. */
export function AuthenticatorKey({ uri, secret }: { uri: string; secret: string }) {
  return (
    <div className={styles.key}>
      <QRCodeSVG
        value={uri}
        size={200}
        marginSize={4}
        title="QR code for your authenticator app"
        className={styles.qr}
      />
      <div>
        <p>
          Scan it with the app. On the device that has the app, <a href={uri}>open it in the app</a> instead.
        </p>
        <p>
          Or type this key:
          <br />
          <code className={styles.secret}>{inFours(secret)}</code>
        </p>
      </div>
    </div>
  );
}

/** As people type: a few letters at a time. */
const inFours = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;
