import { encodeQR } from 'qr'
import { useMemo } from 'react'
import type { Fingerprint } from '../../../core/sync/pli.ts'
import { useWords } from '../../i18n/use-words.tsx'
import styles from './trust.module.css'

/** A fingerprint as it is compared: six words to say aloud, the same in digits, and as a picture for a telephone. */
export function FingerprintCard({ title, fingerprint }: { readonly title: string; readonly fingerprint: Fingerprint }) {
  const t = useWords()
  return (
    <section className={styles['print']} aria-label={title}>
      <h3>{title}</h3>
      <ol className={styles['words']}>{fingerprint.words.map((word, at) => <li key={`${at}${word}`} lang="fr">{word}</li>)}</ol>
      <p className={styles['hex']}>{t('finger.hex', { hex: grouped(fingerprint.hex) })}</p>
      <QrCode text={bare(fingerprint.hex)} label={t('finger.code')} />
    </section>
  )
}

/** Digits by fours, as one reads them out. */
function grouped(hex: string): string {
  return bare(hex).match(/.{1,4}/gu)?.join('\u00a0') ?? hex
}

function bare(hex: string): string {
  return hex.replace(/\s/gu, '')
}

/** Dark squares on white whatever the colours of the screen: cameras expect it so. */
function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { side, path } = useMemo(() => {
    const rows = encodeQR(text.toUpperCase(), 'raw', { ecc: 'medium', border: 2 })
    const squares = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    return { side: rows.length, path: squares.join('') }
  }, [text])
  return <svg className={styles['code']} viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges"><path d={path} fill="#000" /></svg>
}
