/** The state of a receipt as a shape, so that it does not hang on colour. Decoration beside the word. */
import type { ReactNode } from "react";
import type { ReceiptMark } from "../text/receipt-text.ts";

const SHAPES: Readonly<Record<ReceiptMark, ReactNode>> = {
  /** A ring that is not closed. */
  open: <circle cx="8" cy="8" r="5.5" strokeDasharray="2.9 2.9" />,
  /** A branch that ends. */
  left: <path d="M5 13.5v-11M5 9.5c0-3 6-2 6-5.5M9.2 2.2l3.6 3.6M12.8 2.2 9.2 5.8" />,
  pending: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path className="icon-fill" d="M8 4.8a3.2 3.2 0 0 0 0 6.4z" />
    </>
  ),
  disputed: <path d="M8 1.8 15 14H1zM8 6.2v3.6M8 11.6v.6" />,
  vested: (
    <>
      <circle cx="8" cy="8" r="6.2" />
      <path d="m5 8.3 2.1 2.1L11.2 6" />
    </>
  ),
  void: <path d="M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM4.2 11.8l7.6-7.6" />,
};

export const ReceiptIcon = ({ mark }: { readonly mark: ReceiptMark }) => (
  <svg
    className="icon receipt-icon"
    data-mark={mark}
    viewBox="0 0 16 16"
    width="16"
    height="16"
    aria-hidden="true"
    focusable="false"
  >
    {SHAPES[mark]}
  </svg>
);
