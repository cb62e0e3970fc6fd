'use client'

import 'uplot/dist/uPlot.min.css'

import { useEffect, useRef } from 'react'
import uPlot from 'uplot'

import type { Stretch } from '@/lib/core/signal/assess-quality'

import { inTurn } from './in-turn'
import type { Lane, LineLane, RowLane } from './timeline-lanes'
import { clockWords } from './time-words'

type LanePlotProps = {
  readonly lane: Lane
  /** The stretch that is seen. */
  readonly view: Stretch
  /** Whether the times stand under it. */
  readonly hasTimes: boolean
}

/** The colours of the theme that is on, as a canvas needs them. */
type Look = { readonly ink: string; readonly line: string; readonly color: string; readonly font: string }

const MS_PER_SECOND = 1000
const SECONDS_PER_MINUTE = 60
const TIMES_HEIGHT_PX = 26
/** How far apart the times stand at least, in CSS pixels. */
const TIME_SPACE_PX = 64
/** The room of the axes' words before what is drawn, and that behind it; what lies above the lanes and below them keeps to it, in CSS pixels. */
export const AXIS_PX = 74
export const END_ROOM_PX = 12
const EDGE_ROOM_PX = 5
/** How wide a digit of the axes is at most. */
const DIGIT_PX = 7
/** A point of a line takes at least so many CSS pixels. */
const POINT_PX = 1.5
/** How faint the least sure activity is drawn. */
const FAINTEST = 0.3
/** Half the height of a bar in its row. */
const HALF_BAR = 0.34
const HATCH_PX = 7

const lookOf = (element: Element, colorVariable: string): Look => {
  const style = getComputedStyle(element)
  const value = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: value('--ink-soft'),
    line: value('--hairline'),
    color: value(colorVariable),
    font: `12px ${style.fontFamily}`,
  }
}

/** What times are apart, in seconds: steps that people count in. */
const TIME_STEPS_SEC = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400]

/** Times of day, with seconds only where the plot is that fine. */
const timeAxis: uPlot.Axis = {
  size: TIMES_HEIGHT_PX,
  space: TIME_SPACE_PX,
  incrs: TIME_STEPS_SEC,
  values: (plot, splits, _axisIndex, _space, stepSec) => {
    const letterCount = stepSec < SECONDS_PER_MINUTE ? 'hh:mm:ss'.length : 'hh:mm'.length
    // What would reach over the edge is left out.
    const lastPx = plot.bbox.width / devicePixelRatio + END_ROOM_PX - (letterCount * DIGIT_PX) / 2
    return splits.map((timeSec) => (plot.valToPos(timeSec, 'x') > lastPx ? '' : clockWords(timeSec * MS_PER_SECOND).slice(0, letterCount)))
  },
}

/** Hatches the stretches of which nothing is claimed: thin strokes over the whole height. */
const drawUnsure = (plot: uPlot, { unsure }: LineLane, { ink }: Look) => {
  const { ctx: context, bbox } = plot
  context.save()
  context.strokeStyle = ink
  context.globalAlpha = 0.55
  context.lineWidth = devicePixelRatio
  for (const { startMs, endMs } of unsure) {
    const left = Math.max(bbox.left, plot.valToPos(startMs / MS_PER_SECOND, 'x', true))
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(endMs / MS_PER_SECOND, 'x', true))
    if (right <= left) continue
    context.save()
    context.beginPath()
    context.rect(left, bbox.top, right - left, bbox.height)
    context.clip()
    context.beginPath()
    // Strokes lie on a grid of the canvas, so that neighbouring stretches join.
    const stepPx = HATCH_PX * devicePixelRatio
    for (let at = Math.floor((left - bbox.height) / stepPx) * stepPx; at < right; at += stepPx) {
      context.moveTo(at, bbox.top + bbox.height)
      context.lineTo(at + bbox.height, bbox.top)
    }
    context.stroke()
    context.restore()
  }
  context.restore()
}

const drawBars = (plot: uPlot, { bars, rows }: RowLane, { color }: Look) => {
  const { ctx: context } = plot
  const { min = -Infinity, max = Infinity } = plot.scales['x'] ?? {}
  context.save()
  context.beginPath()
  context.rect(plot.bbox.left, plot.bbox.top, plot.bbox.width, plot.bbox.height)
  context.clip()
  context.fillStyle = color
  const topOf = rows.map((_, row) => plot.valToPos(row + HALF_BAR, 'y', true))
  const heightPx = plot.valToPos(-HALF_BAR, 'y', true) - plot.valToPos(HALF_BAR, 'y', true)
  for (const { startMs, endMs, row, strength } of bars) {
    if (endMs / MS_PER_SECOND < min || startMs / MS_PER_SECOND > max) continue
    // Whole pixels: neighbours would show a seam otherwise.
    const left = Math.round(plot.valToPos(startMs / MS_PER_SECOND, 'x', true))
    const right = Math.round(plot.valToPos(endMs / MS_PER_SECOND, 'x', true))
    context.globalAlpha = FAINTEST + (1 - FAINTEST) * strength
    context.fillRect(left, topOf[row] ?? 0, Math.max(right - left, devicePixelRatio), heightPx)
  }
  context.restore()
}

const lineOptions = (lane: LineLane, look: Look) => ({
  range: lane.range,
  ticks: lane.ticks,
  tickWords: (tick: number) => lane.tickWords(tick),
  series: [
    { stroke: look.color, width: 2, points: { show: false }, ...(lane.isFilled ? { fill: `${look.color}26` } : {}) },
    { stroke: look.color, width: 1.5, dash: [2, 4], points: { show: false } },
  ],
  draw: (plot: uPlot) => drawUnsure(plot, lane, look),
})

const rowOptions = (lane: RowLane, look: Look) => ({
  range: [-0.6, lane.rows.length - 0.4] as const,
  ticks: lane.rows.map((_, row) => row),
  tickWords: (tick: number) => lane.rows[tick] ?? '',
  series: [],
  draw: (plot: uPlot) => drawBars(plot, lane, look),
})

const dataOf = (lane: Lane, view: Stretch, widthPx: number): uPlot.AlignedData =>
  lane.kind === 'line' ? lane.dataIn(view, Math.max(2, Math.round(widthPx / POINT_PX))) : [[]]

/** Draws a lane of the timeline by uPlot: follows its width, the theme and the view. What points at it lies above it, on the timeline's surface. */
export const LanePlot = ({ lane, view, hasTimes }: LanePlotProps) => {
  const holder = useRef<HTMLDivElement>(null)
  // What is drawn, and for which lane: an earlier one stays in sight until the next is drawn.
  const drawn = useRef<{ readonly plot: uPlot; readonly lane: Lane }>(null)
  const heightPx = lane.heightPx + (hasTimes ? TIMES_HEIGHT_PX : 0)
  const latestView = useRef(view)
  latestView.current = view

  useEffect(() => {
    const element = holder.current
    if (element === null) return undefined
    const draw = () => {
      const look = lookOf(element, lane.colorVariable)
      const { range, ticks, tickWords, series, draw: drawMore } = lane.kind === 'line' ? lineOptions(lane, look) : rowOptions(lane, look)
      const data = dataOf(lane, latestView.current, element.clientWidth)
      const common = { stroke: look.ink, font: look.font, ticks: { show: false } }
      const plot = new uPlot(
        {
          width: element.clientWidth,
          height: heightPx,
          padding: [EDGE_ROOM_PX, END_ROOM_PX, hasTimes ? 0 : EDGE_ROOM_PX, 0],
          legend: { show: false },
          cursor: { show: false },
          scales: { x: { auto: false, min: 0, max: 1 }, y: { range: [...range] } },
          series: [{}, ...series.slice(0, data.length - 1)],
          axes: [
            { ...common, ...timeAxis, grid: { stroke: look.line, width: 1 }, ...(hasTimes ? {} : { size: 0, values: () => [] }) },
            {
              ...common,
              size: AXIS_PX,
              gap: 6,
              grid: { stroke: look.line, width: 1 },
              splits: () => [...ticks],
              values: (_plot, shown) => shown.map(tickWords),
            },
          ],
          hooks: { draw: [drawMore] },
        },
        data,
        element,
      )
      const { startMs, endMs } = latestView.current
      plot.setScale('x', { min: startMs / MS_PER_SECOND, max: endMs / MS_PER_SECOND })
      drawn.current?.plot.destroy()
      drawn.current = { plot, lane }
    }
    let takeBack = inTurn(draw)
    const drawAgain = () => {
      takeBack()
      takeBack = inTurn(draw)
    }
    const sizes = new ResizeObserver(() => {
      // It also tells the width that the plot was drawn for.
      const width = element.clientWidth
      if (drawn.current?.lane === lane && drawn.current.plot.width !== width) drawn.current.plot.setSize({ width, height: heightPx })
    })
    sizes.observe(element)
    const themes = new MutationObserver(drawAgain)
    themes.observe(document.documentElement, { attributeFilter: ['class'] })
    return () => {
      takeBack()
      sizes.disconnect()
      themes.disconnect()
    }
  }, [lane, heightPx, hasTimes])

  useEffect(
    () => () => {
      drawn.current?.plot.destroy()
      drawn.current = null
    },
    [],
  )

  useEffect(() => {
    // Not drawn yet: it will be, for this view.
    if (drawn.current?.lane !== lane) return
    const { plot } = drawn.current
    plot.batch(() => {
      plot.setData(dataOf(lane, view, plot.width), false)
      plot.setScale('x', { min: view.startMs / MS_PER_SECOND, max: view.endMs / MS_PER_SECOND })
    })
  }, [lane, view])

  return <div ref={holder} style={{ height: heightPx }} />
}
