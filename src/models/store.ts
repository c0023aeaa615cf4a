// Store: the interface through which a folder with model files is read. Each host (Node, web) implements it.

/** A folder that can be read. File names are relative, with forward slashes. */
export interface FileStore {
  /** The path or address of the folder, for messages. */
  readonly location: string;
  /** The files below the folder, one level of subfolders included; empty if there is no such folder. */
  list(): Promise<readonly string[]>;
  /** @throws AttentiveError `model-missing-file` if there is no such file */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}
