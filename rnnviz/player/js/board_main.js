// The board's face towards Streamlit; the data come by the feed, as they do for the player.
const BOARDS = new WeakMap(); // mount point -> board

function take(board, data) {
  const { header, start } = readHeader(data);
  if (header.version === board.version) return;
  board.version = header.version;
  board.load(header, readArrays(data, header, start));
}

export default function ({ data, parentElement }) {
  let board = BOARDS.get(parentElement);
  if (board?.version) board.recolour(); // called again: the theme may have changed
  if (!board) {
    board = new Board(parentElement.querySelector(".rnnviz"));
    BOARDS.set(parentElement, board);
    board.unsubscribe = subscribe(data.name, (block) => take(board, block));
  }
  return () => {
    board.unsubscribe();
    board.stop();
    BOARDS.delete(parentElement);
  };
}
