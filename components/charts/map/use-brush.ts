'use client'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { MapArea } from './map-data'
import type { MapScale } from './map-scale'

/** The brush in pixels. */
export type Box = { left: number; right: number; top: number; bottom: number }
/** Which part of the brush is held: the whole, one of its corners, or none (a new one is drawn). */
export type Grip = 'whole' | 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right' | 'new'

const KEY_STEP = 8
const LEAST = 8
const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [-KEY_STEP, 0],
  ArrowRight: [KEY_STEP, 0],
  ArrowUp: [0, -KEY_STEP],
  ArrowDown: [0, KEY_STEP],
}

/** An area of the map as the box that covers it; *never* reaches to the right edge. */
export function boxOf(area: MapArea, scale: MapScale): Box {
  return {
    left: Number.isFinite(area.from) ? scale.x(area.from) : scale.neverLeft,
    right: Number.isFinite(area.to) ? scale.x(area.to) : scale.neverRight,
    top: scale.y(area.high),
    bottom: scale.y(area.low),
  }
}

function areaOf(box: Box, scale: MapScale): MapArea {
  return {
    from: scale.seconds(box.left),
    to: scale.seconds(box.right),
    low: scale.breadth(box.bottom),
    high: scale.breadth(box.top),
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

function moved(box: Box, grip: Grip, dx: number, dy: number, scale: MapScale): Box {
  if (grip === 'whole') {
    const x = clamp(dx, scale.left - box.left, scale.neverRight - box.right)
    const y = clamp(dy, scale.top - box.top, scale.bottom - box.bottom)
    return { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y }
  }
  const next = { ...box }
  if (grip.endsWith('left')) next.left = clamp(box.left + dx, scale.left, box.right - LEAST)
  if (grip.endsWith('right')) next.right = clamp(box.right + dx, box.left + LEAST, scale.neverRight)
  if (grip.startsWith('top')) next.top = clamp(box.top + dy, scale.top, box.bottom - LEAST)
  if (grip.startsWith('bottom')) next.bottom = clamp(box.bottom + dy, box.top + LEAST, scale.bottom)
  return next
}

/** A selection of the map by pointer and keys. It is kept in the map's own units, so that it survives a change of width. */
export function useBrush(initial: MapArea | null, scale: MapScale) {
  const [area, setArea] = useState(initial)
  const held = useRef<{ grip: Grip; box: Box; x: number; y: number } | null>(null)

  const at = (event: PointerEvent<Element>) => {
    const frame = event.currentTarget.closest('svg')?.getBoundingClientRect()
    return { x: event.clientX - (frame?.left ?? 0), y: event.clientY - (frame?.top ?? 0) }
  }
  const down = (grip: Grip) => (event: PointerEvent<Element>) => {
    if (event.button !== 0) return
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    const { x, y } = at(event)
    const box = grip === 'new' || !area ? { left: x, right: x, top: y, bottom: y } : boxOf(area, scale)
    held.current = { grip, box, x, y }
  }
  const move = (event: PointerEvent<Element>) => {
    if (!held.current) return
    const { grip, box, x, y } = held.current
    const to = at(event)
    if (grip !== 'new') return setArea(areaOf(moved(box, grip, to.x - x, to.y - y, scale), scale))
    const left = clamp(Math.min(x, to.x), scale.left, scale.neverRight)
    const right = clamp(Math.max(x, to.x), scale.left, scale.neverRight)
    const top = clamp(Math.min(y, to.y), scale.top, scale.bottom)
    const bottom = clamp(Math.max(y, to.y), scale.top, scale.bottom)
    if (right - left >= LEAST && bottom - top >= LEAST) setArea(areaOf({ left, right, top, bottom }, scale))
  }
  const up = () => {
    held.current = null
  }
  const key = (grip: Grip) => (event: KeyboardEvent) => {
    const step = MOVES[event.key]
    if (event.key === 'Escape') setArea(null)
    if (!step || !area) return
    event.preventDefault()
    setArea(areaOf(moved(boxOf(area, scale), grip, ...step, scale), scale))
  }
  return { area, setArea, down, move, up, key }
}
