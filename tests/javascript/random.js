// Numbers between 0 and 1, the same every time.

export { generator } from "../../assets/map/random.js"
