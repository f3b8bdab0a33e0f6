import '@mantine/dates/styles.layer.css';
import { DatePicker } from '@mantine/dates';
import { formatLongDay } from '#client/lib/clinic-time.ts';

type MonthPickerProps = { date: string; today: string; onPick: (date: string) => void };

export function MonthPicker({ date, today, onPick }: MonthPickerProps) {
  return (
    <DatePicker
      value={date}
      defaultDate={date}
      firstDayOfWeek={1}
      highlightToday={false}
      hideOutsideDates
      weekendDays={[]}
      getDayAriaLabel={(day) => formatLongDay(day)}
      getDayProps={(day) => (day === today ? { fw: 700, td: 'underline' } : {})}
      onChange={(picked) => picked && onPick(picked)}
    />
  );
}
