'use client'

import 'uplot/dist/uPlot.min.css'

import { useEffect, useRef } from 'react'
import uPlot from 'uplot'

import type { Stretch } from '@/lib/core/signal/assess-quality'

import styles from './recording.module.css'
import { clockWords } from './time-words'

/** The colours of the theme that is on, as a canvas needs them. */
export type PlotColors = {
  readonly ink: string
  readonly line: string
  readonly now: string
  readonly signal: string
  readonly second: string
}

/** What a plot adds to the time axis. */
export type PlotOptions = Pick<uPlot.Options, 'series' | 'scales' | 'hooks'> & { readonly axes: readonly uPlot.Axis[] }

type TimePlotProps = {
  readonly data: uPlot.AlignedData
  readonly heightPx: number
  /** CSS variable of the input's colour. */
  readonly signalVariable: string
  /** Series, axes beside that of time, scales and further drawing, in the colours of the theme. */
  optionsOf(colors: PlotColors): PlotOptions
  readonly now: Stretch
  onChooseNow(now: Stretch): void
  /** The whole plot in one sentence, for who cannot see it. */
  readonly description: string
}

/** A drag shorter than this is a click, in CSS pixels. */
const SMALLEST_DRAG_PX = 6
const MS_PER_SECOND = 1000
const SECONDS_PER_MINUTE = 60
const X_AXIS_HEIGHT_PX = 30
/** How far apart the times stand at least, in CSS pixels. */
const TIME_SPACE_PX = 64

/** The time axis: times of day, with seconds only where the plot is that fine. */
const timeAxis: uPlot.Axis = {
  size: X_AXIS_HEIGHT_PX,
  space: TIME_SPACE_PX,
  values: (_plot, splits, _axisIndex, _space, stepSec) =>
    splits.map((timeSec) =>
      clockWords(timeSec * MS_PER_SECOND).slice(0, stepSec < SECONDS_PER_MINUTE ? 'hh:mm:ss'.length : 'hh:mm'.length),
    ),
}

const readColors = (element: Element, signalVariable: string): PlotColors => {
  const style = getComputedStyle(element)
  const color = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: color('--ink-soft'),
    line: color('--hairline'),
    now: color('--accent'),
    signal: color(signalVariable),
    second: color('--hairline-strong'),
  }
}

/** A plot over time by uPlot: follows its width and the theme, shows the stretch that stands for now, and lets it be dragged. */
export const TimePlot = ({ data, heightPx, signalVariable, optionsOf, now, onChooseNow, description }: TimePlotProps) => {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const latest = useRef({ now, onChooseNow })
  latest.current = { now, onChooseNow }

  useEffect(() => {
    const element = holder.current
    if (element === null) return undefined
    const draw = () => {
      plot.current?.destroy()
      const colors = readColors(element, signalVariable)
      const { hooks, axes, ...options } = optionsOf(colors)
      const font = `12px ${getComputedStyle(element).fontFamily}`
      const drawNow = (shown: uPlot) => {
        const { context, left, top, right, bottom } = {
          context: shown.ctx,
          left: Math.max(shown.bbox.left, shown.valToPos(latest.current.now.startMs / MS_PER_SECOND, 'x', true)),
          right: Math.min(shown.bbox.left + shown.bbox.width, shown.valToPos(latest.current.now.endMs / MS_PER_SECOND, 'x', true)),
          top: shown.bbox.top,
          bottom: shown.bbox.top + shown.bbox.height,
        }
        context.save()
        context.fillStyle = colors.now
        context.globalAlpha = 0.12
        context.fillRect(left, top, right - left, bottom - top)
        context.globalAlpha = 1
        context.fillRect(left, top, devicePixelRatio * 1.5, bottom - top)
        context.fillRect(right - devicePixelRatio * 1.5, top, devicePixelRatio * 1.5, bottom - top)
        context.restore()
      }
      plot.current = new uPlot(
        {
          width: element.clientWidth,
          height: heightPx,
          legend: { show: false },
          cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
          ...options,
          axes: [timeAxis, ...axes].map((axis) => ({
            stroke: colors.ink,
            font,
            grid: { stroke: colors.line, width: 1 },
            ticks: { show: false },
            ...axis,
          })),
          hooks: {
            ...hooks,
            drawClear: [drawNow],
            setSelect: [
              (shown) => {
                const { left, width } = shown.select
                if (width < SMALLEST_DRAG_PX) return
                latest.current.onChooseNow({
                  startMs: shown.posToVal(left, 'x') * MS_PER_SECOND,
                  endMs: shown.posToVal(left + width, 'x') * MS_PER_SECOND,
                })
                shown.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
              },
            ],
          },
        },
        data,
        element,
      )
    }
    draw()
    const sizes = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: heightPx }))
    sizes.observe(element)
    const themes = new MutationObserver(draw)
    themes.observe(document.documentElement, { attributeFilter: ['class'] })
    return () => {
      sizes.disconnect()
      themes.disconnect()
      plot.current?.destroy()
      plot.current = null
    }
  }, [data, heightPx, optionsOf, signalVariable])

  useEffect(() => plot.current?.redraw(false, false), [now])

  return <div ref={holder} className={styles.plot} style={{ height: heightPx }} role="img" aria-label={description} />
}
